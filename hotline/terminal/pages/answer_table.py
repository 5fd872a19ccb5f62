"""The answer to a question in SQL, as a table for a person: its first rows, columns and characters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from hotline.terminal.control_characters import escaped
from serving.sandbox.ask import Answer
from serving.sandbox.columns import cell_text

ROWS_IN_A_TABLE = 200
_CHARACTERS_OF_A_CELL = 20_000
# Laying out a table takes a second for so many.
_CHARACTERS = 200_000
_WIDE = 240
# A column can't be read in less room than its name or this much of its cells has. So much parts it from the next.
_READABLE, _BETWEEN = 24, 3
# A person reads no more lines of rows that stand upright.
_LINES_UPRIGHT = 400
_MORE = "…"


@dataclass(frozen=True)
class _Shown:
    """What is shown of an answer. `is_long` says whether it has more rows, `is_cut` whether it ended at a limit."""

    names: list[str]
    rows: list[list[str]]
    is_long: bool
    is_cut: bool
    is_shortened: bool

    @property
    def has_more(self) -> bool:
        """Whether dots stand in the place of more rows."""
        return self.is_long or self.is_cut


def print_answer_table(answer: Answer) -> None:
    """Print what a person can read on stdout, and say on stderr if there is more; then dots stand in its place.

    A table that is wider than the screen is printed upright, one line per cell, where that makes few lines. Otherwise
    it has as many columns as can be read.
    """
    shown = _read(answer)
    console = Console(markup=False, highlight=False, emoji=False, width=None if sys.stdout.isatty() else _WIDE)
    columns, of_columns = _fitting(shown, console.width), len(shown.names)
    lines = len(shown.rows) * of_columns
    if columns < of_columns and (len(shown.rows) == 1 or 0 < lines <= _LINES_UPRIGHT):
        columns = min(of_columns, _LINES_UPRIGHT)
        _print_upright(console, shown, columns)
    else:
        _print_across(console, shown, columns)
    left_out = [
        *([f"the first {len(shown.rows)} row{'' if len(shown.rows) == 1 else 's'}"] if shown.is_long else []),
        *([f"{columns:,} of {of_columns:,} columns"] if columns < of_columns else []),
        *([f"the first {_CHARACTERS_OF_A_CELL:,} characters of a cell"] if shown.is_shortened else []),
    ]
    if left_out:
        sys.stderr.write(f"The table shows {', '.join(left_out)}; --format csv gives all.\n")


def _read(answer: Answer) -> _Shown:
    """Read as many rows as a table shows."""
    rows: list[list[str]] = []
    is_long, is_shortened = False, False
    characters = sum(len(column.name) for column in answer.columns)
    for row in (row for rows in answer for row in rows):
        cells = [cell_text(column, cell) for column, cell in zip(answer.columns, row, strict=False)]
        is_shortened = is_shortened or any(len(cell) > _CHARACTERS_OF_A_CELL for cell in cells)
        cells = [_short(cell) for cell in cells]
        characters += sum(len(cell) for cell in cells)
        is_long = len(rows) == ROWS_IN_A_TABLE or (characters > _CHARACTERS and bool(rows))
        if is_long:
            break
        rows.append(cells)
    names = [_short(column.name) for column in answer.columns]
    return _Shown(names, rows, is_long, bool(answer.cut), is_shortened)


def _fitting(shown: _Shown, width: int) -> int:
    """How many columns can be read side by side: at least one."""
    room, fitting = width, 0
    for number, name in enumerate(shown.names):
        longest = max((len(row[number]) for row in shown.rows), default=0)
        room -= max(len(name), min(longest, _READABLE)) + _BETWEEN
        # The last column needs no room beside it for the dots that stand for more.
        if room < (_BETWEEN + 1 if number + 1 < len(shown.names) else 0):
            break
        fitting += 1
    return max(fitting, 1)


def _print_across(console: Console, shown: _Shown, columns: int) -> None:
    narrowed = columns < len(shown.names)
    table = Table(box=SIMPLE)
    for name in [*shown.names[:columns], *([_MORE] if narrowed else [])]:
        table.add_column(name, overflow="fold")
    for row in shown.rows:
        table.add_row(*row[:columns], *([_MORE] if narrowed else []))
    if shown.has_more:
        table.add_row(*([_MORE] * (columns + narrowed)))
    console.print(table)


def _print_upright(console: Console, shown: _Shown, columns: int) -> None:
    for number, row in enumerate(shown.rows, 1):
        console.print(f"Row {number}")
        console.print(_upright(shown.names[:columns], row[:columns]))
    if shown.has_more:
        console.print(_MORE)


def _upright(names: Sequence[str], row: Sequence[str]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_column(no_wrap=False, overflow="fold", max_width=60)
    table.add_column(overflow="fold")
    for name, cell in zip(names, row, strict=True):
        table.add_row(name, cell)
    return table


def _short(text: str) -> str:
    cut = text if len(text) <= _CHARACTERS_OF_A_CELL else f"{text[:_CHARACTERS_OF_A_CELL]}{_MORE}"
    return escaped(cut)
