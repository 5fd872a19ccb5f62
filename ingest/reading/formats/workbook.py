"""Reads workbooks (.xlsx) of one sheet without formulas: numbers, dates and times become the contract's text.

In: a path and the extract's contract. Out: a `Source`, whose SQL gives the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import duckdb
import python_calamine

from ingest.contract import Contract
from ingest.reading.bounds import DEFAULT_BOUNDS, Bounds
from ingest.reading.formats.sheet_xml import Sheet, damaged, read_sheet
from ingest.reading.read import Source, compare_header, stream_rows
from ingest.refusal import Refusal


@dataclass
class Workbook(Source):
    """The rows of the only sheet. `marks` tells which cells show a time."""

    sheet: python_calamine.CalamineSheet | None = None
    marks: Sheet = field(default_factory=Sheet)
    types: dict[str, str] = field(default_factory=dict)

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return stream_rows(con, self, self._texts())

    def _texts(self) -> Iterator[tuple[list[str | None] | None, int]]:
        named = {at for at, each in enumerate(self.header) if each.strip()}
        wanted = [(each, self.positions[each]) for each in self.columns()]
        assert self.sheet is not None
        first_row, first_column = self.sheet.start or (0, 0)
        for at, row in enumerate(islice(_rows(self.sheet), 1, None), start=first_row + 1):
            if all(cell == "" for cell in row):
                continue
            if any(cell != "" for place, cell in enumerate(row) if place not in named):
                yield None, at + 1  # a value under no column name: the columns of this row's values are uncertain
                continue
            yield (
                [
                    _text(row[place], self.types[name], self.marks.shows_time(at, first_column + place))
                    for name, place in wanted
                ],
                at + 1,
            )


def _text(cell: object, field_type: str, timed: bool) -> str | None:
    """Return a cell as the contract writes its type. A date cell whose format shows no time is only a date."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        # Excel keeps a time as a fraction of a day: anything below a millisecond is rounding.
        if cell < dt.datetime.max - dt.timedelta(seconds=1):  # noqa: DTZ901  (a cell has no zone)
            cell = cell + dt.timedelta(microseconds=500)
        return cell.strftime("%Y-%m-%d %H:%M:%S.") + f"{cell.microsecond // 1000:03d}"
    if isinstance(cell, dt.date):
        return f"{cell.isoformat()} 00:00:00" if field_type == "datetime" and timed else cell.isoformat()
    return str(cell)


def workbook(path: Path, contract: Contract, bounds: Bounds = DEFAULT_BOUNDS) -> Source:
    """Read a workbook.

    Raises Refusal for a second sheet, a formula, a damaged file, one that exceeds a bound, a bad header.
    """
    found = read_sheet(path, bounds)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheets = len(book.sheet_names)
            if sheets != 1:
                raise Refusal(
                    f"the workbook has {sheets} sheets and an extract has one; "
                    "which one counts can't be told, so save the right one in a workbook of its own."
                )
            sheet = book.get_sheet_by_index(0)
    except python_calamine.CalamineError:
        raise damaged() from None
    if not sheet.start:
        raise Refusal("the sheet is empty, without even a header; deliver it again.")
    header = ["" if cell is None else str(cell) for cell in next(_rows(sheet))]
    bounds.hold_columns(len(header))
    source = Workbook(
        path,
        header,
        sum(any(cell != "" for cell in row) for row in islice(_rows(sheet), 1, None)),
        sheet=sheet,
        marks=found,
        types={each.name: each.type for each in contract.fields},
    )
    compare_header(source, contract)
    if found.formula:
        raise Refusal(
            f"cell {found.formula} holds a formula, and what it shows may change; "
            "replace formulas by their values and deliver it again."
        )
    return source


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[list[object]]:
    """Give the rows of a sheet from the first that holds something, each from the first column that does."""
    return islice(sheet.iter_rows(), sheet.start[0] if sheet.start else 0, None)
