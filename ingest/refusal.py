"""The errors for files that can't be taken. Their message is one plain sentence, never with a value from the file.

A refusal does not name its file: the ledger puts the name before it, in the form in which names are shown.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Self


class Refusal(Exception):
    """The file can't be taken as it is; the message says what, where, which rule and what to do."""


@dataclass(frozen=True)
class Mishap:
    """An exception that nobody foresaw: its type and where it was raised, but not its message, which may quote data."""

    type: str
    place: str

    @classmethod
    def of(cls, error: BaseException) -> Self:
        """Return what may be told of an exception."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return cls(f"{type(error).__module__}.{type(error).__qualname__}", " > ".join(places))


class Unforeseen(Refusal):
    """The file can't be taken because reading it failed in a way that nobody foresaw."""

    def __init__(self, mishap: Mishap) -> None:
        super().__init__(
            f"it broke off the reading in a way that was not foreseen ({mishap.type.rpartition('.')[2]}), so it is "
            "damaged or made to do harm; export it again, or in another format."
        )
        self.mishap = mishap


class ReaderFailed(Exception):
    """The process that reads files can't be started."""

    def __init__(self) -> None:
        super().__init__(
            "The process that reads files can't be started: check free memory and the installation (make setup), "
            "then run the same command again."
        )


class NoWarehouse(Exception):
    """What lies in the place of the landing file is not one; the message says what it is and what to do."""


class NewerWarehouse(Exception):
    """The landing file was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"The warehouse has schema version {found} and this program knows versions up to {known}: "
            "it was written by a newer version; update the program, or restore an older backup."
        )
