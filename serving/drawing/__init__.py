"""Draws figures: each function takes a frame of published figures and returns a form with the rows that fill it."""
