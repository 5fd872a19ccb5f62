"""One module per command, by room, each with `execute`: it takes the command's options and returns its exit code."""
