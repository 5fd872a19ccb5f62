"""The log: a rotated file of JSON lines, without a value of any extract."""

from __future__ import annotations

import json
import logging
import logging.handlers
import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

_MAX_BYTES = 2_000_000
_KEPT = 5


class _Handler(logging.handlers.RotatingFileHandler):
    """Raises what kept a line from being written, where logging would print a traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        """Raise the error that is being handled."""
        raise


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
        handler = _Handler(folder / "hotline.jsonl", maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8")
        try:
            handler.emit(logging.LogRecord("hotline", logging.INFO, "", 0, line, None, None))
        finally:
            handler.close()
    except OSError:
        return


def log_exception(folder: Path, command: str, error: BaseException) -> None:
    """Log the type of an exception and where it came from, but not its message, which may quote data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
    log_event(
        folder,
        "exception",
        command=command,
        type=f"{type(error).__module__}.{type(error).__qualname__}",
        where=" > ".join(places),
    )
