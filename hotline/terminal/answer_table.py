"""The answer to a question in SQL, as a table for a person."""

from __future__ import annotations

import sys

import duckdb
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from hotline.terminal.answer_forms import cell_text

ROWS_IN_A_TABLE = 200
_WIDE = 240


def print_answer_table(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    """Print the first rows on stdout, and say on stderr if there are more."""
    table = Table(box=SIMPLE)
    for name in names:
        table.add_column(name, overflow="fold")
    rows = cursor.fetchmany(ROWS_IN_A_TABLE + 1)
    for row in rows[:ROWS_IN_A_TABLE]:
        table.add_row(*(cell_text(value) for value in row))
    width = None if sys.stdout.isatty() else _WIDE
    Console(markup=False, highlight=False, width=width).print(table)
    if len(rows) > ROWS_IN_A_TABLE:
        sys.stderr.write(f"The first {ROWS_IN_A_TABLE} rows; --format csv gives all.\n")
