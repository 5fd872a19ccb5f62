"""Checks a file before a row is read: that it opens, that it is the announced file and that it does not change.

In: a `Delivery`. Out: the open file, its hash and its state, or a Refusal.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.reading.delivery import Delivery
from ingest.reading.formats.scan import sha256_of
from ingest.refusal import Refusal

# Errors of the machine and not of a file: no space, no quota, too many open files, no memory.
LACKING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Give the descriptor of a delivered file, open for reading.

    Raises Refusal for anything but a regular file: a pipe or a device would be read for ever.
    """
    with opening():
        file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        with opening():
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise IsADirectoryError
        yield file
    finally:
        os.close(file)


def state_of(place: Path | int) -> tuple[int, int, int]:
    """Return the inode, size in bytes and time of change in nanoseconds: a file that changes changes one of them.

    `place` is a path, or the descriptor of an open file.
    """
    with opening():
        found = os.stat(place)  # noqa: PTH116  (a descriptor is no path)
    return found.st_ino, found.st_size, found.st_mtime_ns


def hash_of(file: int) -> str:
    """Return the SHA-256 of an open file, hexadecimal. Raises Refusal if it can't be read."""
    with opening():
        return sha256_of(file)


def hold_against_announcement(delivery: Delivery, sha256: str) -> None:
    """Compare a file with its announcement. Raises Refusal if its name, its manifest or its hash is wrong."""
    if delivery.refusal:
        raise Refusal(delivery.refusal)
    if delivery.manifest_sha256 and delivery.manifest_sha256 != sha256:
        raise Refusal(
            "its SHA-256 is not the one in the manifest, so the file is not the one that was "
            "exported; deliver it again."
        )


@contextmanager
def opening() -> Iterator[None]:
    """Refuse a file that can't be opened or read to its end.

    Raises OSError where the machine is at fault (`LACKING`).
    """
    try:
        yield
    except OSError as error:
        if error.errno in LACKING:
            raise
        raise Refusal(
            "the file can't be opened for reading; check that it is there, is a file and may be read."
        ) from None


def wrong_number_of_rows(expected: int, found: int) -> Refusal:
    """Return the refusal of a file with another number of rows than the manifest states."""
    return Refusal(
        f"the manifest says {expected} rows and the file has {found}; "
        "deliver the whole file, or a manifest that agrees with it."
    )
