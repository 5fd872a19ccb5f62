"""The process that serves the pages: how it starts, whom it answers, and that it asks nobody."""
