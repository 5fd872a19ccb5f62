"""Draws what stands beside the rates of response on the page on response times."""
