"""The lock of the warehouse: one command writes at a time, and a second says who holds the lock."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hotline.warehouse.errors import CommandError

# A reader holds the lock for milliseconds, and the children of a killed command die a moment after the command.
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Holder:
    """The command that writes: its process, its name and when it began (UTC)."""

    pid: int
    command: str
    since: str

    def sentence(self) -> str:
        """The holder in words, for a person."""
        return f"'hotline {self.command}' (process {self.pid}, since {self.since})"


@contextmanager
def write_lock(path: Path, command: str) -> Iterator[int]:
    """Hold the lock while a command writes. Yields the lock's descriptor, for child processes that write too.

    Raises CommandError, which names the holder, if another command has the lock.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, path)
        since = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        _write(handle, json.dumps({"pid": os.getpid(), "command": command, "since": since}))
        try:
            yield handle
        finally:
            _write(handle, "")
    finally:
        os.close(handle)


@contextmanager
def read_lock(path: Path) -> Iterator[Holder | None]:
    """Keep writers out for the time of a read. Yields the writer where there is one already, else None."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield holder(path) or Holder(0, "?", "?")
            return
        yield None
    finally:
        os.close(handle)


def holder(path: Path) -> Holder | None:
    """The command that the lock file names; None where it names none, or a process that is gone."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        named = Holder(int(found["pid"]), str(found["command"]), str(found["since"]))
        os.kill(named.pid, 0)
    except PermissionError:
        return named
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return named


def _take(handle: int, path: Path) -> None:
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            waited = time.monotonic() - started
            found = holder(path)
            if (found and waited > 10 * _PAUSE_SECONDS) or waited > _PATIENCE_SECONDS:
                who = found.sentence() if found else "another process"
                raise CommandError(
                    f"The warehouse is being written by {who}: wait until it is done, then run this again."
                ) from None
            time.sleep(_PAUSE_SECONDS)


def _write(handle: int, text: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode(), 0)
