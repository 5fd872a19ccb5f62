"""Sizes as DuckDB writes them, such as 2GB or 512MiB."""

from __future__ import annotations

import re

_SIZE = r"(\d+(?:\.\d+)?) ?(?:([KMGT])(i?))?B"
_UNITS = {None: 0, "K": 1, "M": 2, "G": 3, "T": 4}


def bytes_of(size: str) -> int:
    """Return a size in bytes: a KB is a thousand, a KiB 1,024. Raises ValueError for a text that is no size."""
    match = re.fullmatch(_SIZE, size)
    if not match:
        raise ValueError(f"{size} is no size")
    return int(float(match[1]) * (1024 if match[3] else 1000) ** _UNITS[match[2]])
