"""Commands on extract files: from an empty one to one that has landed or is taken back."""
