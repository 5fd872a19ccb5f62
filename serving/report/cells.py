"""Published values as cells of the report: a missing one says why it is missing, and none becomes 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving import wording
from serving.report.content import Absent, Cell, Kind

# A row of a published table, by column.
Row = Mapping[Any, Any]

_MINUS = "\N{MINUS SIGN}"


def count_of(row: Row, column: str, absent: Absent = Absent.NOT_ASSESSED) -> Cell:
    """A published count; where it is null, or the file has no such column, `absent`."""
    value = row.get(column)
    return absent if wording.is_missing(value) else int(value)  # type: ignore[arg-type]


def rate_of(row: Row, column: str, *, counted: Cell) -> Cell:
    """A published rate. Where it is null, `counted`, the number that it is a rate of, tells why."""
    value = row.get(column)
    if not wording.is_missing(value):
        return float(value)  # type: ignore[arg-type]
    return counted if isinstance(counted, Absent) else Absent.NOTHING_COUNTED


def change(now: Cell, before: Cell) -> Cell:
    """How much a count rose; where one of the two is missing, why."""
    if isinstance(now, int) and isinstance(before, int):
        return now - before
    return now if isinstance(now, Absent) else before if isinstance(before, Absent) else Absent.NO_FIGURES


def share_change(now: Cell, before: Cell) -> Cell:
    """By which part of the earlier count a count rose; there is none where the earlier one is 0."""
    rose = change(now, before)
    if not isinstance(rose, int) or not isinstance(before, int):
        return rose
    return rose / before if before else Absent.NOTHING_COUNTED


def written(value: Cell, kind: Kind) -> str:
    """A cell as a person reads it."""
    if isinstance(value, Absent):
        return value.value
    if kind == "date" or isinstance(value, str):
        return str(value)
    if kind in ("change", "share_change"):
        size = abs(value)  # type: ignore[arg-type]
        text = wording.percent(size) if kind == "share_change" else wording.count(size)
        if text in (wording.percent(0), wording.count(0)):
            return text
        return f"{'+' if value > 0 else _MINUS}{text}"  # type: ignore[operator]
    if kind == "share":
        return wording.percent(value)
    if kind == "hours":
        return f"{float(value):,.1f}"  # type: ignore[arg-type]
    return wording.count(value)


def is_numeric(kind: Kind) -> bool:
    """Whether cells of this kind are numbers, which stand at the right."""
    return kind not in ("text", "date")
