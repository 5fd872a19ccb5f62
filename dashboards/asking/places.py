"""How many questions a server answers at once: a few in all, and one of each reader.

Every question is a process with memory and processors of its own, so this bounds what all readers together take from
the machine and from the pages. Who finds no place waits a little, and is told so if none becomes free.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Two readers are served, and the third waits for seconds: questions are short.
AT_ONCE = 2
_PATIENCE_SECONDS = 10.0
_CALL_BACK = 0.2


class AllPlacesTaken(Exception):
    """No place became free in time; the message is a sentence for a reader."""


class Places:
    """The places of a server."""

    def __init__(self, at_once: int = AT_ONCE, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        self._at_once, self._patience = at_once, patience_seconds
        self._taken: set[str] = set()
        self._changed = threading.Condition()

    @contextmanager
    def place(self, reader: str, meanwhile: Callable[[], None]) -> Iterator[None]:
        """Hold a place during the block. Raises AllPlacesTaken.

        `meanwhile` is called several times a second while there is none; what it raises ends the waiting.
        """
        end = time.monotonic() + self._patience
        while not self._take(reader):
            if time.monotonic() > end:
                raise AllPlacesTaken(
                    "Other questions are being answered on this server, as many as it answers at once: ask again in a "
                    "moment."
                )
            meanwhile()
        try:
            yield
        finally:
            with self._changed:
                self._taken.discard(reader)
                self._changed.notify_all()

    def _take(self, reader: str) -> bool:
        """Take a place if one becomes free at once or shortly."""
        with self._changed:
            free = self._changed.wait_for(lambda: self._is_free_for(reader), _CALL_BACK)
            if free:
                self._taken.add(reader)
            return free

    def _is_free_for(self, reader: str) -> bool:
        return reader not in self._taken and len(self._taken) < self._at_once


PLACES = Places()
