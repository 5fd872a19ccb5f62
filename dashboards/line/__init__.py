"""Draws the sections of the page on the telephone line."""
