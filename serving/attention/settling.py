"""What settles a file that waits, in one sentence. Whether something has is in `operations.loads.settled_by`."""

from __future__ import annotations

_HELD = "A mended file of the same place or time settles it, or a later full file, or a release where one is possible."
_OF_A_TIME = (
    "A mended file with the same name, folder and time settles it, or a full file of its extract as of then or later."
)
_OF_NO_TIME = (
    "It tells no time, so only a full file of its extract as of a day after it came or later settles it, or the same "
    "file once it lands as it is."
)
_OF_NO_EXTRACT = "It tells no extract, so only the same file settles it, once it lands under the name of an extract."


def what_settles(status: str, extract: str | None, extracted_at_source: str) -> str:
    """Write what settles a held or refused file, from what its line in the ledger tells."""
    if status == "held":
        return _HELD
    if not extract:
        return _OF_NO_EXTRACT
    return _OF_NO_TIME if extracted_at_source == "load_time" else _OF_A_TIME
