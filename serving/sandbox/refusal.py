"""Why a question has no answer, or only a part of one: a reason, and one plain sentence that quotes no row."""

from __future__ import annotations

import re
from enum import Enum

from serving.sandbox.limits import MESSAGE_BYTES, QUESTION_BYTES, Limits


class Reason(Enum):
    """Why a question has no answer."""

    NOT_ONE = "not_one"
    TOO_LONG = "too_long"
    NOT_READING = "not_reading"
    PLACEHOLDER = "placeholder"
    WRONG = "wrong"
    VALUES = "values"
    TOO_DEEP = "too_deep"
    TIME = "time"
    MEMORY = "memory"
    FILE = "file"
    ENDED = "ended"
    GARBLED = "garbled"


class Cut(Enum):
    """Why an answer ends before its last row."""

    ROWS = "rows"
    BYTES = "bytes"
    ROW = "row"


class Unanswered(Exception):
    """A question has no answer, or its answer broke off. The message is one plain sentence and quotes no row."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        """Keep the reason beside the sentence."""
        super().__init__(sentence)
        self.reason = reason


_SENTENCES = {
    Reason.NOT_ONE: "Ask one question at a time: one statement of SQL.",
    Reason.TOO_LONG: f"The question is longer than {QUESTION_BYTES:,} bytes: write it in smaller parts.",
    Reason.NOT_READING: (
        "A question may only read: begin it with SELECT, FROM, WITH, VALUES, TABLE, PIVOT, UNPIVOT, DESCRIBE, "
        "SUMMARIZE, SHOW or EXPLAIN."
    ),
    Reason.PLACEHOLDER: "The question has a placeholder, such as ? or $1: write the value in its place.",
    Reason.TOO_DEEP: "The question is nested too deeply: write it in smaller parts.",
    Reason.FILE: "The published file can't be read: publish again, or restore the last backup.",
    Reason.ENDED: (
        "The process that answers the question ended before it had answered: the question may be nested too deeply or "
        "need too much memory, so write it in smaller parts."
    ),
    Reason.GARBLED: "The process that answers the question sent something that is no answer: ask again.",
}
_KIND = re.compile(r"[A-Za-z]{1,60}")
_HINT_LENGTH = 600


def unanswered(reason: Reason, limits: Limits, detail: str = "") -> Unanswered:
    """The exception for a reason; `detail` is DuckDB's hint or the name of its error, as the process sent it."""
    return Unanswered(reason, _SENTENCES.get(reason) or _with_detail(reason, limits, detail))


def cut_sentence(cut: Cut, rows: int, limits: Limits) -> str:
    """Say how many rows are there, and why not more."""
    why = {
        Cut.ROWS: f"an answer may have {limits.max_rows:,} rows",
        Cut.BYTES: f"an answer may have {limits.max_bytes:,} bytes",
        Cut.ROW: f"the next row is larger than {MESSAGE_BYTES:,} bytes",
    }[cut]
    return f"The answer is cut after {rows:,} row{'' if rows == 1 else 's'}: {why}."


def _with_detail(reason: Reason, limits: Limits, detail: str) -> str:
    if reason is Reason.TIME:
        return f"The question was stopped after {limits.seconds:g} seconds: ask for less, or sum up earlier."
    if reason is Reason.MEMORY:
        return (
            f"The question needs more memory than it may use ({limits.memory_bytes:,} bytes): "
            "ask for fewer rows or columns, or sum up earlier."
        )
    if reason is Reason.WRONG:
        return f"The question can't be answered: {_hint(detail)}"
    kind = f" ({detail})" if _KIND.fullmatch(detail) else ""
    return (
        f"The question could not be answered{kind}: check its casts and functions; "
        "it may read this file alone and change nothing."
    )


def _hint(text: str) -> str:
    """DuckDB's own words about the question, as one line of printable characters."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    line = line if len(line) <= _HINT_LENGTH else f"{line[:_HINT_LENGTH]}…"
    return line if line.endswith(("?", ".", "…")) else f"{line.rstrip('!')}."
