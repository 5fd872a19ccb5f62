"""The answer to a question in SQL, as a table for a person: its first rows, columns and characters."""

from __future__ import annotations

import sys

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from hotline.terminal.control_characters import escaped
from hotline.terminal.pages.answer_forms import cell_text
from serving.sandbox.ask import Answer

ROWS_IN_A_TABLE = 200
_COLUMNS = 50
_CHARACTERS_OF_A_CELL = 20_000
# Laying out a table takes a second for so many.
_CHARACTERS = 200_000
_WIDE = 240
_MORE = "…"


def print_answer_table(answer: Answer) -> None:
    """Print what a person can read on stdout, and say on stderr if there is more; then dots stand in its place."""
    shown = answer.columns[:_COLUMNS]
    narrowed = len(shown) < len(answer.columns)
    table = Table(box=SIMPLE)
    for column in shown:
        table.add_column(_short(column.name), overflow="fold")
    if narrowed:
        table.add_column(_MORE)
    more, shortened = False, False
    characters = sum(len(column.name) for column in shown)
    for row in (row for rows in answer for row in rows):
        cells = [cell_text(column, cell) for column, cell in zip(shown, row, strict=False)]
        shortened = shortened or any(len(cell) > _CHARACTERS_OF_A_CELL for cell in cells)
        cells = [_short(cell) for cell in cells]
        characters += sum(len(cell) for cell in cells)
        more = table.row_count == ROWS_IN_A_TABLE or (characters > _CHARACTERS and table.row_count > 0)
        if more:
            break
        table.add_row(*cells, *([_MORE] if narrowed else []))
    rows_shown = table.row_count
    if more or answer.cut:
        table.add_row(*([_MORE] * (len(shown) + narrowed)))
    width = None if sys.stdout.isatty() else _WIDE
    Console(markup=False, highlight=False, emoji=False, width=width).print(table)
    left_out = [
        *([f"the first {rows_shown} row{'' if rows_shown == 1 else 's'}"] if more else []),
        *([f"the first {_COLUMNS} columns"] if narrowed else []),
        *([f"the first {_CHARACTERS_OF_A_CELL:,} characters of a cell"] if shortened else []),
    ]
    if left_out:
        sys.stderr.write(f"The table shows {', '.join(left_out)}; --format csv gives all.\n")


def _short(text: str) -> str:
    cut = text if len(text) <= _CHARACTERS_OF_A_CELL else f"{text[:_CHARACTERS_OF_A_CELL]}{_MORE}"
    return escaped(cut)
