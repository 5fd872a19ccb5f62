"""From extract files to the landing file: contract, reading, minimising, checking, landing."""
