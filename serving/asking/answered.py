"""A whole answer of the sandbox, kept as columns of text until a reader wants a table or a file of it.

Text in Arrow's form takes about the bytes that came over the pipe. As Python's own values it would take several times
as much, for every reader of a server.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from serving.sandbox.ask import ask
from serving.sandbox.columns import Column
from serving.sandbox.limits import Limits
from serving.sandbox.refusal import Reason, unanswered


@dataclass(frozen=True)
class Answered:
    """An answer: its columns, its rows as text, why it is cut if it is, and the seconds that it took."""

    columns: tuple[Column, ...]
    texts: pa.Table = field(repr=False)
    cut: str | None
    seconds: float

    @property
    def rows(self) -> int:
        """How many rows there are."""
        number: int = self.texts.num_rows
        return number


def answered(file: Path, question: str, limits: Limits, meanwhile: Callable[[], None] | None = None) -> Answered:
    """Ask a published file a question and read the answer to its end, or to its limits. Raises Unanswered.

    `meanwhile` is called several times a second while nothing comes; what it raises ends the question.
    """
    with ask(file, question, limits, meanwhile) as answer:
        schema = pa.schema([(column.name, pa.string()) for column in answer.columns])
        parts = []
        try:
            for rows in answer:
                if meanwhile is not None:
                    meanwhile()
                parts.append(
                    pa.record_batch([pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)], schema)
                )
        except UnicodeError:  # half of a pair of characters: DuckDB has no such text, so the process was not itself
            raise unanswered(Reason.GARBLED, limits) from None
        return Answered(answer.columns, pa.Table.from_batches(parts, schema), answer.cut_sentence, answer.seconds)
