"""An answer as a file: CSV for every program, a workbook for spreadsheets, Parquet for whoever wants the types."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from serving.asking.answered import Answered
from serving.asking.typed import typed
from serving.published import Published
from serving.sandbox.columns import TEXT, cell_text
from serving.wording import instant, spreadsheet_text

# The most that a workbook takes: rows and columns of a sheet, and letters of a cell.
_SHEET_ROWS, _SHEET_COLUMNS, _CELL = 1_048_576, 16_384, 32_767
# A spreadsheet keeps fifteen digits of a number; one with more is written as text.
_DIGITS = 15
# The first day that a workbook can write as a day and that Excel and LibreOffice read alike.
_FIRST_DAY = date(1900, 3, 1)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def csv_file(answer: Answered) -> bytes:
    """The answer in UTF-8 under the names of its columns; null is empty.

    A text or a name that a spreadsheet would run as a formula gets an apostrophe. An answer that was cut ends with a
    row that says so, so that nobody takes it for the whole.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([spreadsheet_text(column.name) for column in answer.columns])
    for row in _rows(answer.texts):
        writer.writerow([
            spreadsheet_text(cell_text(column, cell)) if column.kind == TEXT else cell_text(column, cell)
            for column, cell in zip(answer.columns, row, strict=True)
        ])  # fmt: skip
    if answer.cut:
        writer.writerow([answer.cut])
    return out.getvalue().encode()


def parquet_file(answer: Answered, published: Published) -> bytes:
    """The answer with the types of its columns. The file's metadata says where it is from and whether it is cut."""
    table = typed(answer, published.time_zone).replace_schema_metadata(dict(_origin(answer, published)))
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def workbook_file(answer: Answered, published: Published) -> bytes:
    """The answer as a sheet, and beside it where it is from. No cell is a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        sheet = book.add_worksheet("Answer")
        shortened = _write_answer(book, sheet, typed(answer, published.time_zone))
        _write_origin(book, answer, published, shortened)
    return out.getvalue()


def _origin(answer: Answered, published: Published) -> Iterator[tuple[str, str]]:
    yield "Publication", published.publication_id
    yield "Audience", published.audience
    yield "As of", instant(published.as_of)
    yield "Rows", f"{answer.rows:,}"
    if answer.cut:
        yield "Not whole", answer.cut


def _write_origin(book: Workbook, answer: Answered, published: Published, shortened: list[str]) -> None:
    about = book.add_worksheet("About")
    about.set_column(0, 0, 16)
    about.set_column(1, 1, 90)
    bold = book.add_format({"bold": True})
    facts = [*_origin(answer, published), *(("Not whole", each) for each in shortened)]
    for at, (name, text) in enumerate(facts):
        about.write_string(at, 0, name, bold)
        about.write_string(at, 1, text)


def _write_answer(book: Workbook, sheet: Worksheet, table: pa.Table) -> list[str]:
    """Write the sheet. Return what it has no room for, in sentences."""
    head = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    names = table.column_names[:_SHEET_COLUMNS]
    for across, name in enumerate(names):
        sheet.write_string(0, across, name[:_CELL], head)
    sheet.freeze_panes(1, 0)
    cut_cells = 0
    for down, row in enumerate(_rows(table.select(range(len(names))).slice(0, _SHEET_ROWS - 1)), start=1):
        for across, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_boolean(down, across, value)
            elif isinstance(value, int | float | Decimal) and _fits(value):
                sheet.write_number(down, across, float(value))
            elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
                sheet.write_datetime(down, across, value, day)
            else:
                text = value if isinstance(value, str) else _text(value)
                cut_cells += len(text) > _CELL
                sheet.write_string(down, across, text[:_CELL])
    return [
        *([f"{cut_cells:,} cells are cut after {_CELL:,} letters."] if cut_cells else []),
        *(
            [f"A sheet has {_SHEET_COLUMNS:,} columns: the others are left out."]
            if len(names) < table.num_columns
            else []
        ),
        *([f"A sheet has {_SHEET_ROWS:,} rows: the others are left out."] if table.num_rows >= _SHEET_ROWS else []),
    ]


def _fits(number: float | Decimal) -> bool:
    """Whether a spreadsheet keeps every digit of a number. It has no form for nan and infinity."""
    if isinstance(number, float):
        return math.isfinite(number)
    return len(Decimal(number).normalize().as_tuple().digits) <= _DIGITS


def _text(value: object) -> str:
    """A value for which a workbook has no form: an instant with its offset, a number of many digits."""
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, a few thousand at a time, so that their values as Python's own do not fill the memory."""
    for batch in table.to_batches(max_chunksize=2_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
