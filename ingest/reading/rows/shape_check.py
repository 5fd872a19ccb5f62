"""Tries a jurisdiction's shapes before a row is read: each must be a regular expression and keep out names.

In: the shapes. Out: nothing, or a Refusal.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from ingest.refusal import Refusal
from ingest.value_shapes import SHAPES, ValueShape

# What people write in a wrong column. A shape that lets one of these through keeps out no name.
_NAMES = ("Jane", "jane doe", "DOE", "O'Neil", "Ann-Marie", "Doe, Jane", "J.Doe", "", " ")


def require_shapes_that_hold(con: duckdb.DuckDBPyConnection, shapes: Iterable[ValueShape]) -> None:
    """Raise Refusal for a pattern that is no regular expression or that a name without a digit fits."""
    for shape in dict.fromkeys(shapes):
        try:
            (fitting,) = con.execute(
                f"select count(*) from (select unnest(?) as text) where {shape.fits('text')}", [list(_NAMES)]
            ).fetchall()[0]
        except duckdb.Error:
            raise Refusal(
                f"A pattern in the jurisdiction's {SHAPES} is no regular expression of the kind RE2; mend it."
            ) from None
        if fitting:
            raise Refusal(
                f"A pattern in the jurisdiction's {SHAPES} fits a name or an empty text; "
                "let it ask for a digit or a mark that no name has, and allow no space."
            )
