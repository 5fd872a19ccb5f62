"""From typed rows to the landing file: versions, deletions and the ledger."""
