"""One module per command, each with `execute`: it takes the command's options and returns its exit code."""
