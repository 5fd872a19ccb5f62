"""Commands that make publications of what has landed."""
