"""One module per extract: a state and chance go in, the rows of the extract come out."""
