"""Commands that answer from published files, and that serve what can be read."""
