"""Tries a jurisdiction's shapes before a row is read: each must be a regular expression and keep out names.

In: the shapes. Out: nothing, or a Refusal.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from ingest.refusal import Refusal
from ingest.sql_text import literal
from ingest.value_shapes import SHAPES, ValueShape

# What people write in a wrong column. A shape that lets one of these through keeps out no name.
# They are written into the query: for a value that is bound DuckDB brings in pandas, which takes a second.
_NAMES = ("Jane", "jane doe", "DOE", "O'Neil", "Ann-Marie", "Doe, Jane", "J.Doe", "", " ")


def require_shapes_that_hold(con: duckdb.DuckDBPyConnection, shapes: Iterable[ValueShape]) -> None:
    """Raise Refusal for a pattern that is no regular expression or that a name without a digit fits."""
    for shape in dict.fromkeys(shapes):
        if wrong := what_keeps_it_out(con, shape):
            what, mend = wrong
            raise Refusal(f"A pattern in the jurisdiction's {SHAPES} {what}; {mend}.")


def what_keeps_it_out(con: duckdb.DuckDBPyConnection, shape: ValueShape) -> tuple[str, str] | None:
    """Return what is wrong with a shape's pattern and how to mend it, None for one that holds."""
    names = ", ".join(map(literal, _NAMES))
    try:
        (fitting,) = con.execute(
            f"select count(*) from (select unnest([{names}]) as text) where {shape.fits('text')}"
        ).fetchall()[0]
    except duckdb.Error:
        return "is no regular expression of the kind RE2", "mend it"
    if fitting:
        return (
            "fits a name or an empty text",
            "let it ask for a digit or a mark that no name has, and allow no space",
        )
    return None
