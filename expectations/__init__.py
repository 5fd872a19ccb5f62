"""Great Expectations for each incoming file (a batch) and for each build before it is published (a publication)."""
