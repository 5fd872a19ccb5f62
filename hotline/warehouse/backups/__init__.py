"""What a backup holds, and how one that may be damaged or forged is read."""
