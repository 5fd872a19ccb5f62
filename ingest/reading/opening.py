"""Checks a file before a row is read: that it opens, that it is the announced file and that it does not change.

In: a `Delivery`. Out: its hash and its state, or a Refusal.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.reading.delivery import Delivery
from ingest.reading.scan import sha256_of
from ingest.refusal import Refusal


def state_of(path: Path) -> tuple[int, int, int]:
    """Return the inode, size in bytes and time of change in nanoseconds: a file that changes changes one of them."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def hash_of(delivery: Delivery) -> str:
    """Return the SHA-256 of a delivered file, hexadecimal.

    Raises Refusal for anything but a regular file: a pipe or a device would be read for ever.
    """
    with opening():
        if not stat.S_ISREG(delivery.path.stat().st_mode):
            raise IsADirectoryError
        return sha256_of(delivery.path)


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

    Raises OSError where the machine is at fault: a full disk, too many open files.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE):
            raise
        raise Refusal(
            "the file can't be opened for reading; check that it is there, is a file and may be read."
        ) from None
