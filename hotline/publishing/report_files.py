"""Writes the files of a report into a folder that somebody asked for, and says of each what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.storing.whole_files import move_into_place


@dataclass(frozen=True)
class WrittenFile:
    """One file of a report, and whether it is new, took another file's place, or was there already."""

    path: str
    sha256: str
    outcome: Literal["written", "replaced", "unchanged"]


def write_report(folder: Path, files: Mapping[str, bytes]) -> list[WrittenFile]:
    """Write the files. One that is there as it should be is left alone; another one's place is taken in one step."""
    return [_write(folder / name, content) for name, content in files.items()]


def _write(path: Path, content: bytes) -> WrittenFile:
    sha256 = hashlib.sha256(content).hexdigest()
    there = path.is_file() and not path.is_symlink()
    if there and path.read_bytes() == content:
        return WrittenFile(str(path), sha256, "unchanged")
    replaces = there or path.is_symlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.tmp")
    made.write_bytes(content)
    move_into_place(made, path)
    return WrittenFile(str(path), sha256, "replaced" if replaces else "written")
