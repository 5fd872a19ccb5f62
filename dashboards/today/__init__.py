"""The sections of the page Today: its finding in words, what waits, and what is new."""
