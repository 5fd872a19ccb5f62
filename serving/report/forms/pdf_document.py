"""Writes the report as a tagged PDF (PDF/UA-1) with typst, which runs in this process and has its own fonts.

`report.typ` has the looks. The texts reach it as data, so that none of them is read as markup.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from serving.report.cells import is_numeric, written
from serving.report.content import Absent, Chart, Column, Headline, Report, Section, Table
from serving.report.forms.chart import Look, svg
from serving.report.forms.words import LANGUAGE, LEGEND, SIGNATURE, below, document_title, foot, value_of

FONT = "Libertinus Serif"
_LOOK = Look(ink="#1b2733", accent="#1f5a83", muted="#56636e", fill="#b3cbdc", font=FONT)
# Sixteen characters of a word that goes on for as many more.
_LONG = re.compile(r"([0-9a-f]{16})(?=[0-9a-f]{16})")
STANDARD: typst.PDFStandard = "ua-1"


def pdf_document(report: Report) -> bytes:
    """The document. Its only date is that of the figures."""
    made_on = datetime.combine(report.as_of_on, time(), UTC)
    made = typst.Compiler(
        _template(), ignore_system_fonts=True, sys_inputs={"report": json.dumps(_data(report))}
    ).compile(format="pdf", pdf_standards=[STANDARD], timestamp=int(made_on.timestamp()))
    if not isinstance(made, bytes):
        raise RuntimeError("typst made no document")
    return made


@cache
def _template() -> bytes:
    return Path(__file__).with_name("report.typ").read_bytes()


def _data(report: Report) -> dict[str, Any]:
    """The report as texts in their places."""
    return {
        "lang": LANGUAGE,
        "font": FONT,
        "document_title": document_title(report),
        "author": f"{report.jurisdiction_name}, {report.office}",
        "date": [report.as_of_on.year, report.as_of_on.month, report.as_of_on.day],
        "jurisdiction": report.jurisdiction_name,
        "office": report.office,
        "title": report.title,
        "facts": [["Fiscal year", report.extent], ["As of", report.as_of_text], ["By law of", report.authority]],
        "warnings": list(report.warnings),
        "finding": " ".join(report.findings),
        "counts": [_headline(each) for each in report.headlines],
        "filed": report.filed,
        "remarks": list(report.remarks),
        "signature": list(SIGNATURE),
        "foot": foot(report),
        "sections": [_section(each) for each in report.sections],
    }


def _headline(count: Headline) -> dict[str, Any]:
    return {
        "label": count.label,
        "value": value_of(count),
        "absent": isinstance(count.value, Absent),
        "below": list(below(count)),
        "law": count.citation,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "paragraphs": list(section.paragraphs),
        "chart": _chart(section.chart) if section.chart else None,
        "tables": [_table(each) for each in section.tables if each.rows],
    }


def _chart(chart: Chart) -> dict[str, str]:
    return {
        "title": chart.title,
        "description": chart.description,
        "legend": LEGEND,
        "svg": svg(chart, _LOOK, titled=False),
    }


def _table(table: Table) -> dict[str, Any]:
    shown = [at for at, column in enumerate(table.columns) if not column.for_data]
    columns = [table.columns[at] for at in shown]
    return {
        "title": table.title,
        "note": table.note,
        "summed": table.summed,
        "columns": [
            {"label": each.label, "numeric": is_numeric(each.kind), "width": _width(each, wide=len(columns) > 7)}
            for each in columns
        ],
        "rows": [[_breakable(written(row[at], table.columns[at].kind)) for at in shown] for row in table.rows],
    }


def _breakable(text: str) -> str:
    """A text that may end its line within a word as long as a hash."""
    return _LONG.sub("\\1\N{ZERO WIDTH SPACE}", text)


def _width(column: Column, *, wide: bool) -> float:
    """A column's part of the width. In a wide table the longest word of a heading must fit."""
    return max(7, *map(len, column.label.split())) if wide else column.width
