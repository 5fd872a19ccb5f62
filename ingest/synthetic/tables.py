"""A chunk of one extract as arrays, before it is text.

Columns hold whole numbers: instants in seconds and dates in days (`NEVER` is null), codes, counties and texts as
indexes into a pool, booleans as 1 and 0, identifiers and counts as they are (-1 is null). Names that start with an
underscore are the generator's own and reach no file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.dice import Bools, Ints

Column = NDArray[np.int64]


@dataclass(frozen=True)
class Earlier:
    """What some rows held until an instant each, for versions that a delivery carries before it."""

    rows: Ints
    until: Ints
    values: dict[str, Ints]


@dataclass
class Table:
    """Rows of one extract in their last state, and what they held earlier."""

    extract: str
    columns: dict[str, Column]
    earlier: list[Earlier] = field(default_factory=list)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def take(self, rows: Ints) -> dict[str, Column]:
        """Some rows' columns."""
        return {name: values[rows] for name, values in self.columns.items()}


def null_where(values: Column, missing: Bools, null: int = -1) -> Column:
    """A column with null where `missing` holds."""
    return np.where(missing, null, values)
