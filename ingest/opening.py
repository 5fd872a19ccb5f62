"""Before a row of a file is read: can it be opened, is it the file that was announced, does it hold still?"""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.delivery import Delivery
from ingest.refusal import Refusal
from ingest.scan import sha256_of


def state_of(path: Path) -> tuple[int, int, int]:
    """What changes when a file does."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def hash_of(delivery: Delivery) -> str:
    """The hash of a file that is one: a pipe or a device would be read for ever."""
    with opening(delivery):
        if not stat.S_ISREG(delivery.path.stat().st_mode):
            raise IsADirectoryError
        return sha256_of(delivery.path)


def hold_against_announcement(delivery: Delivery, sha256: str) -> None:
    """Raises Refusal for what is wrong before a row is read: the name, the manifest, the hash."""
    if delivery.refusal:
        raise Refusal(delivery.refusal)
    if delivery.manifest_sha256 and delivery.manifest_sha256 != sha256:
        raise Refusal(
            f"{delivery.name}: its SHA-256 is not the one in the manifest, so the file is not the one that was "
            "exported; deliver it again."
        )


@contextmanager
def opening(delivery: Delivery) -> Iterator[None]:
    """A file that can't be opened or read to its end is refused; a full disk is no fault of the file."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE):
            raise
        raise Refusal(
            f"{delivery.name}: the file can't be opened for reading; check that it is there, is a file and may be read."
        ) from None
