"""Spoils a few rows in ten thousand, so that quarantine has something to do.

In: a delivery's text columns. Out: the same columns, with some rows that can't be right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.contract import Contract, Field
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.dice import Dice

NOT_TIMES = ("2026-02-30T10:00:00", "yesterday", "2026-02-03", "2026-02-03T24:00:00", "1969-07-20T20:17:00", "")
NOT_NUMBERS = ("1.7", "seven", "-1", "1e3", "0x10")
NOT_DATES = ("2026-13-01", "11/20/2026")


def spoil(
    texts: dict[str, pa.Array], contract: Contract, extracted_at: datetime, dice: Dice, cal: Calibration
) -> dict[str, pa.Array]:
    """Replace a value in a few rows by one that its column can't hold, and repeat a few rows with other content."""
    rows = np.flatnonzero(dice.chance(cal.number("unreadable_rows")))
    fields = [field for field in contract.fields if field.name in texts and not field.identifying]
    changes: dict[str, dict[int, str | None]] = {}
    repeated: list[int] = []
    for row in rows.tolist():
        kind = int(dice.rng.integers(0, 8))
        if kind == 0:
            repeated.append(row)
            continue
        field = fields[int(dice.rng.integers(0, len(fields)))]
        value = _wrong(field, contract, extracted_at, dice)
        if value is not None:
            changes.setdefault(field.name, {})[row] = value or None
    out = dict(texts)
    for name, values in changes.items():
        mask = np.zeros(dice.size, dtype=bool)
        mask[list(values)] = True
        fresh = pa.array([values[row] for row in sorted(values)], pa.string())
        out[name] = pc.replace_with_mask(out[name], pa.array(mask), fresh)
    return _repeat(out, contract, repeated) if repeated else out


def _wrong(field: Field, contract: Contract, extracted_at: datetime, dice: Dice) -> str | None:
    """Return a value that the column can't hold, or an empty text for a missing value; None if it takes any text."""
    if field.name == contract.key:
        return ""
    if field.type == "datetime":
        choices = (*NOT_TIMES, (extracted_at + timedelta(days=40)).strftime("%Y-%m-%dT%H:%M:%S"))
        value = choices[int(dice.rng.integers(0, len(choices)))]
        return value if value or field.required else "soon"
    if field.type == "date":
        return NOT_DATES[int(dice.rng.integers(0, len(NOT_DATES)))]
    if field.type == "boolean":
        return "maybe"
    if field.codes:
        return "no_such_code"
    if field.type == "integer":
        return "III" if field.values else NOT_NUMBERS[int(dice.rng.integers(0, len(NOT_NUMBERS)))]
    return "" if field.required else None


def _repeat(texts: dict[str, pa.Array], contract: Contract, rows: list[int]) -> dict[str, pa.Array]:
    """Add rows once more with one boolean changed: two contents under one key and one time of change."""
    yes_or_no = [field.name for field in contract.fields if field.type == "boolean" and field.name in texts]
    other = yes_or_no[0] if yes_or_no[0] != "deleted" else None
    if other is None:
        return texts
    out = {}
    for name, column in texts.items():
        again = column.take(pa.array(rows))
        if name == other:
            again = pa.array(["N" if _is_yes(text) else "Y" for text in again.to_pylist()])
        out[name] = pa.concat_arrays([column, again])
    return out


def _is_yes(text: str | None) -> bool:
    return (text or "").strip().lower() in ("y", "yes", "true", "t", "1")
