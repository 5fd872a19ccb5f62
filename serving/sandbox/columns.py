"""The columns of an answer: their names, their types, and how the text of a cell is to be read.

In: what the process says of its columns. Out: records in which no name stands twice, and what readers see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from serving.sandbox.messages import NoMessage

# How the text of a cell is to be read. FLOAT may be nan, inf or -inf; MOMENT and INSTANT may be infinity.
WHOLE, DECIMAL, FLOAT, BOOL, JSON, MOMENT, INSTANT, TEXT = (
    "whole", "decimal", "float", "bool", "json", "moment", "instant", "text",
)  # fmt: skip
KINDS = (WHOLE, DECIMAL, FLOAT, BOOL, JSON, MOMENT, INSTANT, TEXT)
_WITHOUT_MINUTES = re.compile(r"[+-]\d\d$", re.ASCII)
_WITHOUT_UNITS = re.compile(r"(?<!\d)\.")


@dataclass(frozen=True)
class Column:
    """A column: its name, the name that the question gives it, its type in DuckDB's words, and its kind."""

    name: str
    given: str
    type: str
    kind: str


def columns_of(content: list[Any]) -> tuple[Column, ...]:
    """The columns, in which a name that stands twice gets a number: a, a_1. Raises NoMessage if these are none."""
    for each in content:
        if not (isinstance(each, list) and len(each) == 3 and all(isinstance(part, str) for part in each)):
            raise NoMessage
        if each[2] not in KINDS:
            raise NoMessage
    names = _unique([given for given, _, _ in content])
    return tuple(Column(name, *each) for name, each in zip(names, content, strict=True))


def cell_text(column: Column, cell: str | None) -> str:
    """A cell as a file or a table shows it.

    Null is empty, an offset from UTC has its minutes, and a decimal has a digit before its point.
    """
    if cell is None:
        return ""
    if column.kind == INSTANT and _WITHOUT_MINUTES.search(cell):
        return f"{cell}:00"
    if column.kind == DECIMAL:
        return _WITHOUT_UNITS.sub("0.", cell)
    return cell


def _unique(given: list[str]) -> list[str]:
    taken = set(given)
    seen: set[str] = set()
    numbers: dict[str, int] = {}
    names = []
    for name in given:
        unique = name
        while unique in seen or (unique != name and unique in taken):
            numbers[name] = numbers.get(name, 0) + 1
            unique = f"{name}_{numbers[name]}"
        seen.add(unique)
        names.append(unique)
    return names
