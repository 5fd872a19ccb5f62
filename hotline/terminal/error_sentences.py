"""From an exception to one plain sentence that quotes nothing of an extract."""

from __future__ import annotations

import errno
from pathlib import Path

from hotline.warehouse.errors import CommandError
from ingest.refusal import NewerWarehouse, ReaderFailed, Refusal
from serving.genuine import NotAsPublished

_FULL = "The disk is full: free some space where HOTLINE_HOME lies, then run the same command again."
_MEMORY = (
    "There was not enough memory: set HOTLINE_MEMORY_LIMIT higher, close other programs, or give fewer files at a time."
)


def sentence_for(error: BaseException, logs: Path | None) -> str:
    """A sentence that says what happened and what to do.

    An exception of ours has its own sentence. The message of any other may quote data, so it is not repeated.
    """
    if isinstance(error, CommandError | Refusal | NewerWarehouse | NotAsPublished | ReaderFailed):
        return str(error)
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, OSError):
        return _of_system(error, logs)
    if type(error).__module__.split(".")[0] in ("duckdb", "_duckdb"):
        return _of_duckdb(error, logs)
    return _unforeseen(error, logs)


def _of_system(error: OSError, logs: Path | None) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _FULL
    path = f" {error.filename}" if isinstance(error.filename, str) else ""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This user may not read or write{path}: give the right to, or choose another place."
    if error.errno == errno.ENOENT:
        return f"There is no file or folder{path}: check the path."
    return _unforeseen(error, logs)


def _of_duckdb(error: BaseException, logs: Path | None) -> str:
    kind, text = type(error).__name__, str(error)
    if "No space left" in text or "max_temp_directory_size" in text or "Disk quota" in text:
        return _FULL
    if kind == "OutOfMemoryException":
        return _MEMORY
    if kind == "IOException" and "lock" in text.lower():
        return (
            "Another program has the landing file or a build open: close it "
            "(published files are there for reading), then run this again."
        )
    if kind == "IOException" and "ermission denied" in text:
        return "A file of the warehouse can't be opened: give this user the right to HOTLINE_HOME."
    if kind in ("IOException", "FatalException", "SerializationException", "InternalException"):
        return (
            "A file of the warehouse can't be read or written "
            f"({kind}{_see(logs)}): check the disk, or restore the last backup."
        )
    return _unforeseen(error, logs)


def _unforeseen(error: BaseException, logs: Path | None) -> str:
    return (
        f"Something went wrong that was not foreseen ({type(error).__name__}): "
        f"what is published stays as it was{_see(logs)}."
    )


def _see(logs: Path | None) -> str:
    return f"; {logs / 'hotline.jsonl'} says where in the program" if logs else ""
