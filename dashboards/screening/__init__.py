"""Draws the sections of the page on screening."""
