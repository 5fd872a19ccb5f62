"""Asks a published file one question in SQL, in a process that is confined and ended at its deadline.

    with ask(file, "from marts.statutory_counts", limits) as answer:
        for rows in answer:
            ...

Several threads may ask at the same time: each question has its own process, and waiting for it blocks no other thread.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from serving.sandbox.columns import Column, columns_of
from serving.sandbox.limits import MESSAGE_BYTES, QUESTION_BYTES, Limits
from serving.sandbox.messages import COLUMNS, END, FAILURE, ROWS, NoMessage
from serving.sandbox.process import Process
from serving.sandbox.refusal import Cut, Reason, Unanswered, cut_sentence, unanswered

Row = list[str | None]
_CELLS = {str, type(None)}
# The messages beside the rows are smaller than this.
_HEADS = 2 * MESSAGE_BYTES


class Answer:
    """The answer to a question: its columns, then its rows while they come, and at last whether it was cut."""

    def __init__(self, process: Process, limits: Limits) -> None:
        """Wait for the columns. Raises Unanswered."""
        self._process, self._limits = process, limits
        self._started = process.started
        self._ended = False
        self.rows = 0
        self.cut: Cut | None = None
        process.ask()
        self.columns: tuple[Column, ...] = self._columns()

    @property
    def seconds(self) -> float:
        """How long ago the question was asked."""
        return time.monotonic() - self._started

    @property
    def cut_sentence(self) -> str | None:
        """After the last row: how many rows there are and why not more, or None if the answer is whole."""
        return cut_sentence(self.cut, self.rows, self._limits) if self.cut else None

    def __iter__(self) -> Iterator[list[Row]]:
        """Give the rows in chunks; a cell is text, or None for null. Raises Unanswered if the answer breaks off."""
        while not self._ended:
            kind, content = self._process.message()
            if kind == ROWS:
                yield self._checked(content)
            elif kind == END:
                self._end(content)
            else:
                raise self._failure(kind, content)

    def cut_after(self, rows: int) -> None:
        """End the answer after so many rows, because what the reader makes of it has grown beyond `max_bytes`."""
        self.rows, self.cut, self._ended = rows, Cut.BYTES, True

    def _columns(self) -> tuple[Column, ...]:
        kind, content = self._process.message()
        if kind != COLUMNS:
            raise self._failure(kind, content)
        try:
            return columns_of(content)
        except NoMessage:
            raise self._garbled() from None

    def _checked(self, rows: list[Any]) -> list[Row]:
        width = len(self.columns)
        for row in rows:
            if not isinstance(row, list) or len(row) != width or not _CELLS.issuperset(map(type, row)):
                raise self._garbled()
        self.rows += len(rows)
        if self.rows > self._limits.max_rows or self._process.received > self._limits.max_bytes + _HEADS:
            raise self._garbled()
        return rows

    def _end(self, content: list[Any]) -> None:
        cuts: dict[str | None, Cut | None] = {None: None, **{each.value: each for each in Cut}}
        match content:
            case [int(rows), None | str() as cut] if rows == self.rows and cut in cuts:
                self.cut, self._ended = cuts[cut], True
            case _:
                raise self._garbled()

    def _failure(self, kind: bytes, content: list[Any]) -> Unanswered:
        reasons = {each.value: each for each in Reason}
        match content:
            case [str(reason), str(detail)] if kind == FAILURE and reason in reasons:
                return unanswered(reasons[reason], self._limits, detail)
        return self._garbled()

    def _garbled(self) -> Unanswered:
        return unanswered(Reason.GARBLED, self._limits)


@contextmanager
def ask(file: Path, question: str, limits: Limits, meanwhile: Callable[[], None] | None = None) -> Iterator[Answer]:
    """Ask a published file a question, and end the process at the end of the block.

    Raises Unanswered, with a sentence for a person, if there is no answer or it breaks off while its rows are read.
    Read the rows in the thread that asks: the process ends with that thread. `meanwhile` is called several times a
    second while nothing comes; what it raises ends the process and leaves the block.
    """
    # A lone half of a character pair is no text: it stands in no file, so it becomes a question mark.
    text = question.encode("utf-8", "replace").decode("utf-8")
    if len(text.encode("utf-8")) > QUESTION_BYTES:
        raise unanswered(Reason.TOO_LONG, limits)
    try:
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        raise unanswered(Reason.FILE, limits) from None
    try:
        process = Process(handle, text, limits, meanwhile)
    finally:
        os.close(handle)
    try:
        yield Answer(process, limits)
    finally:
        process.close()
