"""The warehouse on a disk: whole files, a private folder, the lock, and what a machine refuses or has damaged."""
