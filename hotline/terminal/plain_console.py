"""A console and a table of rich that show a text as it is: no markup, and nothing that a terminal would obey."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from hotline.terminal.control_characters import escaped


class PlainConsole(Console):
    """A console on which texts hold no markup, and control characters are shown by their number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, highlight=False, emoji=False, **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print texts, escaped, and renderables as they are."""
        super().print(*(escaped(each) if isinstance(each, str) else each for each in objects), **options)


class PlainTable(Table):
    """A table whose cells are texts, in which control characters are shown by their number."""

    def add_row(self, *cells: Any, **options: Any) -> None:
        """Add a row of texts, escaped."""
        super().add_row(*(escaped(each) if isinstance(each, str) else each for each in cells), **options)
