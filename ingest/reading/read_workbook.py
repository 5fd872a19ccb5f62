"""Reads workbooks (.xlsx) of one sheet without formulas: numbers, dates and times become the contract's text.

In: a path and the extract's contract. Out: a `Source`, whose SQL gives the rows.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import ParseError, iterparse

import duckdb
import python_calamine

from ingest.contract import Contract
from ingest.reading.read import Source, compare_header, stream_rows
from ingest.refusal import Refusal

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Excel's built-in formats that show a time of day. Custom formats are read from the workbook.
_BUILT_IN_TIMES = frozenset({18, 19, 20, 21, 22, 45, 46, 47})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass
class Workbook(Source):
    """The rows of the only sheet. `timed` has (row, column), from 0, of each cell whose format shows a time."""

    rows: list[list[object]] = field(default_factory=list)
    sheet_row: int = 0
    first_column: int = 0
    timed: set[tuple[int, int]] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=dict)

    def relation(self, con: duckdb.DuckDBPyConnection) -> str:
        return stream_rows(con, self.columns(), self._texts())

    def _texts(self) -> Iterator[tuple[list[str | None] | None, int]]:
        named = {at for at, each in enumerate(self.header) if each.strip()}
        wanted = [(each, self.positions[each]) for each in self.columns()]
        for at, row in enumerate(self.rows[1:], start=1):
            if all(cell == "" for cell in row):
                continue
            number = self.sheet_row + at + 1
            if any(cell != "" for place, cell in enumerate(row) if place not in named):
                yield None, number  # a value under no column name: the columns of this row's values are uncertain
                continue
            yield (
                [
                    _text(
                        row[place],
                        self.types[name],
                        (self.sheet_row + at, self.first_column + place) in self.timed,
                    )
                    for name, place in wanted
                ],
                number,
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
        cell = cell + dt.timedelta(microseconds=500)
        return cell.strftime("%Y-%m-%d %H:%M:%S.") + f"{cell.microsecond // 1000:03d}"
    if isinstance(cell, dt.date):
        return f"{cell.isoformat()} 00:00:00" if field_type == "datetime" and timed else cell.isoformat()
    return str(cell)


def workbook(path: Path, contract: Contract) -> Source:
    """Read a workbook. Raises Refusal for a second sheet, a formula, a damaged file, a bad header."""
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            sheets = len(book.sheet_names)
            if sheets != 1:
                raise Refusal(
                    f"the workbook has {sheets} sheets and an extract has one; "
                    "which one counts can't be told, so save the right one in a workbook of its own."
                )
            sheet = book.get_sheet_by_index(0)
            rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=True)]
            start = sheet.start or (0, 0)
    except python_calamine.CalamineError:
        raise Refusal("the file can't be read as an Excel workbook; save it again as .xlsx.") from None
    if not rows:
        raise Refusal("the sheet is empty, without even a header; deliver it again.")
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    source = Workbook(
        path,
        header,
        sum(any(cell != "" for cell in row) for row in rows[1:]),
        rows=rows,
        sheet_row=start[0],
        first_column=start[1],
        types={each.name: each.type for each in contract.fields},
    )
    compare_header(source, contract)
    datetimes = {
        start[1] + place for name, place in source.positions.items() if contract.by_name[name].type == "datetime"
    }
    source.timed = _timed_cells(path, datetimes)
    return source


def _timed_cells(path: Path, columns: set[int]) -> set[tuple[int, int]]:
    """Return (row, column), from 0, of the cells of these columns that show a time. Raises Refusal at a formula."""
    timed: set[tuple[int, int]] = set()
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _timed_styles(archive)
            sheet = next(each for each in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", each))
            with archive.open(sheet) as stream:
                for _, element in iterparse(stream):
                    if element.tag == f"{_MAIN}c":
                        place = element.get("r", "")
                        if element.find(f"{_MAIN}f") is not None:
                            raise Refusal(
                                f"cell {place} holds a formula, and what it shows may change; "
                                "replace formulas by their values and deliver it again."
                            )
                        at = _position(place)
                        if at and at[1] in columns and int(element.get("s", "0")) in styles:
                            timed.add(at)
                    elif element.tag == f"{_MAIN}row":
                        element.clear()
    except (zipfile.BadZipFile, StopIteration, ParseError, KeyError):
        raise Refusal("the file can't be read as an Excel workbook; save it again as .xlsx.") from None
    return timed


def _position(reference: str) -> tuple[int, int] | None:
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", reference)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _timed_styles(archive: zipfile.ZipFile) -> set[int]:
    """Return the indexes of the cell styles whose number format shows hours or seconds."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    custom: dict[int, str] = {}
    formats: list[int] = []
    with archive.open("xl/styles.xml") as stream:
        for _, element in iterparse(stream):
            if element.tag == f"{_MAIN}numFmt":
                custom[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            elif element.tag == f"{_MAIN}cellXfs":
                formats = [int(each.get("numFmtId", "0")) for each in element.findall(f"{_MAIN}xf")]
    return {
        at
        for at, number in enumerate(formats)
        if number in _BUILT_IN_TIMES or re.search("[hs]", _QUOTED.sub("", custom.get(number, "")), re.IGNORECASE)
    }
