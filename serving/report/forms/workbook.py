"""Writes the report as a workbook: a cover, notes, and one table a sheet. No cell is merged and none is a formula."""

from __future__ import annotations

import io
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from serving.report.cells import is_numeric, written
from serving.report.content import Absent, Cell, Column, Kind, Report, Table
from serving.report.forms.words import SIGNATURE, document_title, foot, value_of

_FORMS: dict[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "change": "+#,##0;-#,##0;0",
    "share": "0.0%",
    "share_change": "+0.0%;-0.0%;0.0%",
    "hours": "#,##0.0",
    "date": "@",
}
_HEAD_ROW = 3
# A sheet's name has at most so many letters.
_NAME = 31
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(report: Report) -> bytes:
    """The workbook. Its only date is that of the figures."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties(
            {
                "title": document_title(report),
                "subject": f"Fiscal year {report.fiscal_year}",
                "author": f"{report.jurisdiction_name}, {report.office}",
                "comments": foot(report),
                "created": datetime.combine(report.as_of_on, time()),
            }
        )
        looks = _Looks(book)
        tables = [table for table in report.tables if table.rows]
        _cover(book.add_worksheet("Cover"), report, tables, looks)
        _notes(book.add_worksheet("Notes"), report, looks)
        for table in tables:
            _sheet(book.add_worksheet(table.name[:_NAME]), report, table, looks)
    return out.getvalue()


class _Looks:
    """The few ways in which cells look."""

    def __init__(self, book: Workbook) -> None:
        self.title: Format = book.add_format({"bold": True, "font_size": 16, "font_color": "#1F5A83"})
        self.heading: Format = book.add_format({"bold": True, "font_size": 12})
        self.bold: Format = book.add_format({"bold": True, "valign": "top"})
        self.text: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.quiet: Format = book.add_format({"font_color": "#56636E"})
        self.figure: Format = book.add_format({"bold": True, "font_size": 14, "align": "left", "num_format": "#,##0"})
        self.absent: Format = book.add_format({"align": "right", "font_color": "#9A4312", "valign": "top"})
        self.line: Format = book.add_format({"bottom": 1})
        self.head: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self.numbers: Format = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": "right"}
        )
        self.kinds: dict[Kind, Format] = {
            kind: book.add_format({"num_format": form, "valign": "top", "text_wrap": kind == "text"})
            for kind, form in _FORMS.items()
        }


def _cover(sheet: Worksheet, report: Report, tables: list[Table], looks: _Looks) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 96)
    lines: list[tuple[str, str]] = [
        ("State", report.jurisdiction_name),
        ("Office", report.office),
        ("Fiscal year", report.extent),
        ("As of", report.as_of_text),
        ("By law of", report.authority),
        *(("Warning", each) for each in report.warnings),
        ("Finding", " ".join(report.findings)),
    ]
    sheet.write_string(0, 0, report.title, looks.title)
    at = 1
    for name, text in lines:
        sheet.write_string(at, 0, name, looks.bold)
        sheet.write_string(at, 1, text, looks.text)
        at += 1
    for count in report.headlines:
        sheet.write_string(at, 0, count.label, looks.bold)
        if isinstance(count.value, int):
            sheet.write_number(at, 1, count.value, looks.figure)
        else:
            sheet.write_string(at, 1, f"{value_of(count)}. {count.reason}", looks.text)
        at += 1
    for name, text in (
        ("Filings", report.filed),
        ("Publication", report.publication_id),
        ("Version of the program", report.code_version),
        ("Audience", report.audience),
    ):
        sheet.write_string(at, 0, name, looks.bold)
        sheet.write_string(at, 1, text, looks.text)
        at += 1
    for name in SIGNATURE:
        sheet.write_string(at, 0, name, looks.bold)
        sheet.write_blank(at, 1, None, looks.line)
        at += 1
    sheet.write_string(at, 0, "Sheets", looks.heading)
    for table in tables:
        at += 1
        sheet.write_url(at, 0, f"internal:'{table.name[:_NAME]}'!A1", string=table.name[:_NAME])
        sheet.write_string(at, 1, table.title, looks.text)
    _paper(sheet, report, landscape=False)


def _notes(sheet: Worksheet, report: Report, looks: _Looks) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "Notes", looks.title)
    at = 1
    for section in report.sections:
        notes = [*section.paragraphs, *(f"{table.title}: {table.note}" for table in section.tables if table.note)]
        for text in notes:
            sheet.write_string(at, 0, section.heading, looks.bold)
            sheet.write_string(at, 1, text, looks.text)
            at += 1
    for text in (
        "“Not assessed”: a column or an extract that the figure needs was not delivered. It is never 0.",
        "“No figures”: the year before lies before the first report.",
        "“–”: nothing was counted of which it could be a share.",
    ):
        sheet.write_string(at, 0, "Cells without a number", looks.bold)
        sheet.write_string(at, 1, text, looks.text)
        at += 1
    _paper(sheet, report, landscape=False)


def _sheet(sheet: Worksheet, report: Report, table: Table, looks: _Looks) -> None:
    sheet.write_string(0, 0, table.title, looks.title)
    sheet.write_string(1, 0, table.note or f"{report.jurisdiction_name}, {report.period_label}.", looks.quiet)
    last = _HEAD_ROW + len(table.rows)
    sheet.add_table(
        _HEAD_ROW, 0, last, len(table.columns) - 1,
        {
            "name": f"table_{table.name}",
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": column.label, "header_format": looks.numbers if is_numeric(column.kind) else looks.head}
                for column in table.columns
            ],
        },
    )  # fmt: skip
    for down, row in enumerate(table.rows, start=_HEAD_ROW + 1):
        for across, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, down, across, column, value, looks)
    for across, column in enumerate(table.columns):
        sheet.set_column(across, across, _wide(column, [row[across] for row in table.rows]))
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    sheet.repeat_rows(_HEAD_ROW)
    _paper(sheet, report, landscape=True)


def _write(sheet: Worksheet, down: int, across: int, column: Column, value: Cell, looks: _Looks) -> None:
    if isinstance(value, Absent):
        sheet.write_string(down, across, value.value, looks.absent)
    elif isinstance(value, int | float):
        sheet.write_number(down, across, value, looks.kinds[column.kind])
    else:
        sheet.write_string(down, across, str(value), looks.kinds["text"])


def _wide(column: Column, values: list[Cell]) -> float:
    longest = max((len(written(value, column.kind)) for value in values), default=0)
    head = max(map(len, column.label.split()))
    return min(max(longest + 2, head + 3, 11), 70)


def _paper(sheet: Worksheet, report: Report, *, landscape: bool) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{foot(report).replace('&', '&&')}&RPage &P of &N")
