"""The log: a rotated file of JSON lines, without a value of any extract."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
from datetime import UTC, datetime
from pathlib import Path

from ingest.refusal import Mishap

_MAX_BYTES = 2_000_000
_KEPT = 5


class _QuietHandler(logging.handlers.RotatingFileHandler):
    """Says nothing where it can't write: Python's own handler prints the exception in hand, which may quote data."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let the line go."""


def log_event(folder: Path, event: str, **fields: str | int | float | bool | None) -> None:
    """Add a line to `folder`/hotline.jsonl; a log that can't be written never stops a command.

    Callers give counts, and ids and names of the program's own; never the name of a file, and never a value.
    """
    if not folder.is_dir():
        return
    line = json.dumps(
        {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "pid": os.getpid(),
            "event": event,
            **fields,
        }
    )
    try:
        handler = _QuietHandler(folder / "hotline.jsonl", maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8")
        try:
            handler.emit(logging.LogRecord("hotline", logging.INFO, "", 0, line, None, None))
        finally:
            handler.close()
    except OSError:
        return


def log_exception(folder: Path, command: str, error: BaseException) -> None:
    """Log the type of an exception and where it came from, but not its message, which may quote data."""
    log_mishap(folder, command, Mishap.of(error))


def log_mishap(folder: Path, command: str, mishap: Mishap) -> None:
    """Log what may be told of an exception that did not end the command."""
    log_event(folder, "exception", command=command, type=mishap.type, where=mishap.place)
