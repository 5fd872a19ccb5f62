"""What is around the server of the pages: how it starts, whom it answers, and that it asks nobody."""
