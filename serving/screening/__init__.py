"""Reads what the Hotline decided on reports, and what reports are broken down by: reason, source, hour and kind."""
