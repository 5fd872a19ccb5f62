"""Publications on disk: what they are called, where they lie, and which one is current."""
