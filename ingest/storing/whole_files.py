"""Puts a finished file where readers look for it, whole or not at all, also when the machine stops."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def move_into_place(made: Path, target: Path) -> None:
    """Put a finished file where readers look for it, in one step."""
    sync(made)
    made.replace(target)
    sync(target.parent)
