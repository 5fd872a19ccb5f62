"""The errors for files that can't be taken. Their message is one plain sentence, never with a value from the file."""

from __future__ import annotations


class Refusal(Exception):
    """The file can't be taken as it is; the message says what, where, which rule and what to do."""


class NoWarehouse(Exception):
    """What lies in the place of the landing file is not one; the message says what it is and what to do."""


class NewerWarehouse(Exception):
    """The landing file was written by a later version of the program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(
            f"The warehouse has schema version {found} and this program knows versions up to {known}: "
            "it was written by a newer version; update the program, or restore an older backup."
        )
