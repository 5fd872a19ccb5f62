"""Says of a publication that batches which it was made from were taken back since.

A manifest beside each published file says so: the file itself never changes.
"""

from __future__ import annotations

import json
from pathlib import Path


def batches_taken_back(file: Path) -> int:
    """Return how many of the batches that a published file was made from were taken back since it was made.

    It reads the manifest anew each time, because a batch may be taken back while a page shows the publication.
    """
    try:
        manifest = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
        return len(manifest.get("withdrawn", []))
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return 0


def withdrawn_sentence(batches: int) -> str:
    """Return the sentence about so many batches, at least one."""
    made_from, them = ("a batch that was", "it") if batches == 1 else (f"{batches} batches that were", "them")
    return (
        f"This publication was made from {made_from} taken back since, so its figures can't be relied on: "
        f"the next run publishes without {them}."
    )
