"""The record of one chunk of an extract, as arrays before they become text.

Columns hold whole numbers. Instants are in seconds and dates in days; their null is `NEVER`. Codes, counties and texts
are indexes into a pool, booleans are 1 and 0, identifiers and counts are themselves; their null is -1. A column whose
name starts with an underscore is the generator's own and reaches no file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.state.dice import Bools, Ints

Column = NDArray[np.int64]


@dataclass(frozen=True)
class Earlier:
    """The values that some rows held, each until its instant in `until`. Deliveries before that instant carry them."""

    rows: Ints
    until: Ints
    values: dict[str, Ints]


@dataclass
class Table:
    """Rows of one extract in their last state, and the values that they held earlier."""

    extract: str
    columns: dict[str, Column]
    earlier: list[Earlier] = field(default_factory=list)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def take(self, rows: Ints) -> dict[str, Column]:
        """Return the columns of some rows."""
        return {name: values[rows] for name, values in self.columns.items()}


def null_where(values: Column, missing: Bools, null: int = -1) -> Column:
    """Return a column with null where `missing` holds."""
    return np.where(missing, null, values)
