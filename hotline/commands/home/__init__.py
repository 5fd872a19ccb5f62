"""Commands on the home as a whole."""
