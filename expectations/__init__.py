"""Great Expectations on what arrives (batches) and on what is about to be published (publications)."""
