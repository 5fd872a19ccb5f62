"""Draws charts of published figures: by month, by month made once and kept, and by hour of the week."""
