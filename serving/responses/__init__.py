"""Reads what stands beside the rates of response: hours by bin, and the signal of the newest month."""
