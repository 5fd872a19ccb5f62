"""Writes published rows as CSV and as a workbook: the same cells, of which no spreadsheet runs one as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from serving.published import Published
from serving.wording import instant, is_missing, spreadsheet_text

# A sheet has at most so many rows, of which the first holds the headings.
_SHEET_ROWS = 2**20
_WIDEST = 60
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def csv_bytes(rows: pd.DataFrame) -> bytes:
    """Return the rows in UTF-8 with a header. A text that a spreadsheet would run as a formula gets an apostrophe."""
    texts = rows.select_dtypes(include=["object", "string"]).columns
    guarded = rows.assign(**{column: rows[column].map(_guarded) for column in texts})
    return guarded.to_csv(index=False).encode()


def fits_a_sheet(rows: pd.DataFrame) -> bool:
    """Whether a workbook can hold the rows."""
    return len(rows) < _SHEET_ROWS


def workbook_bytes(rows: pd.DataFrame, title: str, published: Published) -> bytes:
    """Return a workbook with the rows on one sheet, and on the other what they are and which publication has them.

    A text stays a text, also where it looks like a formula. A missing value is an empty cell. The only date of the
    workbook is that of the figures, so the same rows give the same bytes.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        # No figures have no date; a workbook's own clock begins with this one.
        as_of = published.as_of or datetime(1980, 1, 1)  # noqa: DTZ001 - a day, in whatever zone
        book.set_properties(
            {"title": title, "author": published.jurisdiction_name, "created": as_of.replace(tzinfo=None)}
        )
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Rows")
        for across, name in enumerate(rows.columns):
            sheet.write_string(0, across, str(name), head)
            cells = rows[name].tolist()
            for down, value in enumerate(cells, start=1):
                _write(sheet, down, across, value, day)
            sheet.set_column(across, across, _wide(str(name), cells[:200]))
        sheet.freeze_panes(1, 0)
        about = book.add_worksheet("About")
        about.set_column(0, 1, 44)
        for down, line in enumerate(_about(title, published)):
            for across, text in enumerate(line):
                about.write_string(down, across, text, head if down == 0 else None)
    return out.getvalue()


def _about(title: str, published: Published) -> Sequence[tuple[str, str]]:
    return (
        ("These rows", title),
        ("State", published.jurisdiction_name),
        ("As of", instant(published.as_of)),
        ("Time zone of days and periods", published.time_zone),
        ("Publication", published.publication_id),
        ("Audience", published.audience),
        ("An empty cell", "There is no value, or it could not be assessed. It is never 0."),
    )


def _write(sheet: Worksheet, down: int, across: int, value: Any, day: Any) -> None:
    if is_missing(value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(down, across, value)
    elif isinstance(value, int | float):
        sheet.write_number(down, across, value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        sheet.write_datetime(down, across, value, day)
    else:
        sheet.write_string(down, across, str(value))


def _wide(name: str, cells: Sequence[Any]) -> int:
    return min(max([len(name), *(len(str(value)) for value in cells)]) + 2, _WIDEST)


def _guarded(value: object) -> object:
    if not isinstance(value, str) or is_missing(value):
        return value
    return spreadsheet_text(value)
