"""The answer to a question in SQL, as CSV or JSON on stdout; instants keep the time zone of the question."""

from __future__ import annotations

import csv
import json
import sys
from datetime import datetime
from typing import Any

import duckdb

_CHUNK = 10_000


def print_csv(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Print every row of an answer, chunk by chunk, under the names of its columns."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    while rows := cursor.fetchmany(_CHUNK):
        writer.writerows([cell_text(value) for value in row] for row in rows)


def print_json_rows(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Print every row of an answer as an object."""
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    json.dump(rows, sys.stdout, indent=2, ensure_ascii=False, default=_plain)
    sys.stdout.write("\n")


def cell_text(value: Any) -> str:
    """A value as a cell of CSV or of a table shows it; null is empty."""
    if value is None:
        return ""
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
