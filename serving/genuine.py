"""Whether a published file is still the one that was published: its SHA-256 is compared with that of its manifest.

A file's manifest lies beside it under the same name and says its hash, and the state in which it was when it got that
hash. No write keeps that state, so a file that is still in it is not hashed again; hashing takes about a second per
gigabyte. Another file, or one whose manifest says no hash, is not read.
"""

from __future__ import annotations

import hashlib
import json
import threading
from pathlib import Path

from serving.publication_files import audience_folder_of

# The folder in which rebuilds lie, each in a folder of its own; no audience has this name.
REBUILDS = "as_of"

# Inode, size in bytes, and the time of the last change of content or of properties in nanoseconds.
FileState = tuple[int, int, int]

_lock = threading.Lock()
# The files that this process has hashed, each with the state in which it was then.
_hashed: dict[Path, FileState] = {}


class NotAsPublished(Exception):
    """A published file is not the one that was published; the message says for whom, and what to do."""

    def __init__(self, audience: str, rebuild: str | None = None) -> None:
        what = f"The rebuild {rebuild} for {audience}" if rebuild else f"The file for {audience}"
        again = (
            "run 'hotline build --as-of …' with its day, then 'hotline publish'"
            if rebuild
            else ("run 'hotline publish', which puts it back")
        )
        super().__init__(f"{what} is not the one that was published, so nothing is read from it: {again}.")


def state_of(path: Path) -> FileState:
    """The state of a file. Raises FileNotFoundError where there is none."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_ctime_ns


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as 64 hexadecimal digits; the file is read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_genuine(path: Path) -> FileState:
    """Return the state of a published file, whose real path `path` is.

    Raises NotAsPublished unless it is the file that was published, FileNotFoundError where there is none.
    """
    state = state_of(path)
    with _lock:
        if _hashed.get(path) == state:
            return state
    sha256, sealed = _manifest_of(path)
    if sha256 is None or (sealed != state and (digest_of(path) != sha256 or state_of(path) != state)):
        folder = audience_folder_of(path)
        rebuild = folder.parent.name if folder.parent.parent.name == REBUILDS else None
        raise NotAsPublished(folder.name, rebuild)
    with _lock:
        _hashed[path] = state
    return state


def is_genuine(path: Path) -> bool:
    """Whether a published file is there and is the one that was published."""
    try:
        require_genuine(path)
    except (NotAsPublished, OSError):
        return False
    return True


def _manifest_of(path: Path) -> tuple[str | None, FileState | None]:
    """The hash and the state that a file's manifest says; None for each that it does not say."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        sha256, sealed = found.get("sha256"), tuple(found.get("file_state") or ())
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        return None, None
    whole = len(sealed) == 3 and all(isinstance(each, int) for each in sealed)
    return sha256 if isinstance(sha256, str) and len(sha256) == 64 else None, sealed if whole else None
