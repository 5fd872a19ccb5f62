"""Reads the manifest of a folder: what it announces of each file.

In: a folder. Out: {file name: entry}, or a Refusal. A folder's manifest is read once for all its files.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

from ingest.reading.bounds import DEFAULT_BOUNDS, Bounds
from ingest.refusal import Refusal

MANIFEST = "manifest.json"
# If a manifest lists its files, each entry has its file name under one of these keys.
_NAME_KEYS = ("name", "file", "path", "file_name", "filename")
_CANNOT_BE_READ = (
    f"{MANIFEST} in the file's folder can't be read as JSON of the form "
    '{"files": {"<name>": {"rows": …, "sha256": …, "extracted_at": …, "kind": …}}}; mend it or remove it.'
)
_TWICE = f"{MANIFEST} in the file's folder gives a name twice, so which entry counts can't be told; mend it."


class Manifests:
    """The manifests of the folders that one command reads."""

    def __init__(self, bounds: Bounds = DEFAULT_BOUNDS) -> None:
        self._bounds = bounds
        self._read: dict[Path, dict[str, dict[str, Any]] | Refusal | None] = {}

    def of(self, folder: Path) -> dict[str, dict[str, Any]] | None:
        """Return a folder's manifest as {file name: entry}, or None without one. Raises Refusal if it can't be read."""
        if folder not in self._read:
            try:
                self._read[folder] = _parse(folder / MANIFEST, self._bounds)
            except Refusal as refusal:
                self._read[folder] = refusal
        found = self._read[folder]
        if isinstance(found, Refusal):
            raise Refusal(str(found))
        return found


def _parse(path: Path, bounds: Bounds) -> dict[str, dict[str, Any]] | None:
    try:
        text = _text(path, bounds)
        if text is None:
            return None
        raw = json.loads(text, object_pairs_hook=_without_doubles)
        files = raw if isinstance(raw, list) else raw.get("files", raw)
        named = (
            [(next(str(each[key]) for key in _NAME_KEYS if key in each), each) for each in files]
            if isinstance(files, list)
            else list(files.items())
        )
        return _without_doubles([(Path(name).name, entry) for name, entry in named if isinstance(entry, dict)])
    except (ValueError, AttributeError, StopIteration, TypeError, RecursionError, OSError):
        raise Refusal(_CANNOT_BE_READ) from None


def _text(path: Path, bounds: Bounds) -> str | None:
    """Return the text of a manifest, None where there is none: a pipe or a folder of that name is none."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(file, "rb") as handle:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return None
        content = handle.read(bounds.max_manifest_bytes + 1)
    if len(content) > bounds.max_manifest_bytes:
        raise bounds.exceeded("max_manifest_bytes", f"{MANIFEST} in the file's folder has more bytes", "remove it")
    return content.decode("utf-8-sig")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal(_TWICE)
    return found
