"""Writes the report in its four forms: each takes the report and returns the bytes of its files by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from serving.report.content import Report
from serving.report.forms.csv_files import csv_files
from serving.report.forms.html_page import html_page
from serving.report.forms.pdf_document import pdf_document
from serving.report.forms.workbook import workbook

Files = dict[str, bytes]


def _one(ending: str, write: Callable[[Report], bytes]) -> Callable[[Report], Files]:
    return lambda report: {f"{file_stem(report)}.{ending}": write(report)}


def file_stem(report: Report) -> str:
    """The name of the report's files without its ending."""
    return f"hotline-report-fy{report.fiscal_year}"


# Each form by the name that a person asks for it with.
FORMS: Mapping[str, Callable[[Report], Files]] = {
    "html": _one("html", html_page),
    "pdf": _one("pdf", pdf_document),
    "xlsx": _one("xlsx", workbook),
    "csv": lambda report: {f"csv/{name}": content for name, content in csv_files(report).items()},
}
