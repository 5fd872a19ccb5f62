"""Write, link and rename files so that each appears whole or not at all, also when the machine stops."""

from __future__ import annotations

import shutil
from pathlib import Path

from hotline.warehouse.documents import json_text
from ingest.storing.whole_files import move_into_place, sync


def write_json(path: Path, document: object) -> None:
    """Write a document as a JSON file in one step; it is made of dataclasses, or of plain values."""
    made = path.with_name(f"{path.name}.tmp")
    # A path may hold bytes that are no character: they become numbers, as in JSON.
    made.write_text(json_text(document), encoding="utf-8", errors="backslashreplace")
    move_into_place(made, path)


def point(link: Path, target: str) -> None:
    """Make `link` a symlink to `target`, relative to the link's folder, in one step."""
    made = link.with_name(f"{link.name}.tmp")
    made.unlink(missing_ok=True)
    made.symlink_to(target)
    made.replace(link)
    sync(link.parent)


def second_name(path: Path, target: Path) -> None:
    """Let a file be found at `target` too. A disk that has no second names gets a copy."""
    try:
        target.hardlink_to(path)
        sync(target.parent)
    except OSError:
        move_into_place(Path(shutil.copy2(path, target.with_name(f"{target.name}.tmp"))), target)


def rename_database(made: Path, target: Path) -> None:
    """Put a closed DuckDB file into place. Raises RuntimeError if part of it is still in a write-ahead log."""
    wal = made.with_name(f"{made.name}.wal")
    if wal.exists():
        raise RuntimeError("a database that was checkpointed and closed still has a write-ahead log")
    move_into_place(made, target)
