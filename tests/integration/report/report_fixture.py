"""The annual report of a small publication, and its forms read back as other programs read them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
from published_fixture import publish, seal
from python_calamine import CalamineWorkbook

from hotline.publishing.filing import file_report
from hotline.warehouse.home import Home
from serving.published import Published, open_audience
from serving.report.content import Report
from serving.report.filings import Found
from serving.report.forms import FORMS
from serving.report.read import read_report, subject_of
from serving.report.restated import frozen
from serving.report.subject import FIVE, ROW_COUNTS

RULE = "Rule 1"
YEAR = 2026
STATE = "geography_type = 'state' and period_type = 'fiscal_year'"
COUNTY = "geography_type = 'county' and period_type = 'fiscal_year'"


def published(home: Path, audience: str = "administrators", **options: Any) -> Published:
    """A publication in its own home."""
    publish(home, audience, **options)
    found = open_audience(home, audience)
    assert found is not None
    return found


def report_of(source: Published, year: int = YEAR, filed: tuple[Found, ...] = ()) -> Report:
    return read_report(subject_of(source, year), filed, RULE)


def forms_of(report: Report) -> dict[str, bytes]:
    """Every file of every form by its name."""
    return {name: content for write in FORMS.values() for name, content in write(report).items()}


def file_of(home: Home, source: Published, year: int = YEAR) -> None:
    """File the report of a year, as the command does."""
    report = report_of(source, year)
    file_report(home, source, report, forms_of(report), frozen(source, subject_of(source, year)))


def change(file: Path, *statements: str) -> None:
    """Change a published file as if it had been published so."""
    with duckdb.connect(str(file)) as connection:
        for each in statements:
            connection.execute(each)
    seal(file)


def mart(source: Published, where: str, year: int = YEAR) -> list[dict[str, Any]]:
    """The rows of the statutory counts of a fiscal year, the unknown county last."""
    return source.rows(
        f"select * from marts.statutory_counts where {where} and period_label = 'FY{year}' "
        "order by geography_id = '00000', geography_name"
    )


def csv_rows(files: Mapping[str, bytes], table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"csv/{table}.csv"].decode())))


def description(files: Mapping[str, bytes]) -> Any:
    return json.loads(files["csv/datapackage.json"])


def sheet(files: Mapping[str, bytes], name: str) -> list[list[Any]]:
    """The rows of a sheet; a sheet of a table has its headings in the fourth."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[f"hotline-report-fy{YEAR}.xlsx"]))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


class Page(HTMLParser):
    """A page taken apart: its tags, its text, and the rows of each table by its caption."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.tables: dict[str, list[list[str]]] = {}
        self._caption = ""
        self._rows: list[list[str]] = []
        self._within: list[str] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "path", "rect", "br"):
            self._within.append(tag)
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("th", "td"):
            self._rows[-1].append("")
        elif tag == "caption":
            self._caption = ""

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass
        if tag == "table":
            self.tables[self._caption] = self._rows

    def handle_data(self, data: str) -> None:
        if "style" in self._within:
            return
        self.text += data
        if "caption" in self._within:
            self._caption += data
        elif self._within and self._within[-1] in ("th", "td"):
            self._rows[-1][-1] += data

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)


def page(files: Mapping[str, bytes], year: int = YEAR) -> Page:
    return Page(files[f"hotline-report-fy{year}.html"])


__all__ = [
    "COUNTY", "FIVE", "ROW_COUNTS", "RULE", "STATE", "YEAR", "Page", "change", "csv_rows", "description", "file_of",
    "forms_of", "mart", "page", "published", "report_of", "sheet",
]  # fmt: skip
