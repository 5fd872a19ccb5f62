"""The sections of the page Today: its finding in words, what waits, what is new, and the oversight office's clocks."""
