"""Writes each table of the report as a CSV file, and beside them a description that programs read.

The description is a Frictionless data package: the type, unit and meaning of every column, and each file's hash.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any

from serving.report.content import Absent, Cell, Column, Kind, Report, Table
from serving.report.forms.words import document_title
from serving.wording import spreadsheet_text

DESCRIPTION = "datapackage.json"

# What a cell without a value says; the description tells programs that these are no values.
_ABSENT = {
    Absent.NOT_ASSESSED: "not assessed",
    Absent.NO_FIGURES: "no figures",
    Absent.NOTHING_COUNTED: "nothing counted",
    Absent.NOT_DEFINED: "",
}
_TYPES: dict[Kind, str] = {
    "text": "string",
    "count": "integer",
    "change": "integer",
    "share": "number",
    "share_change": "number",
    "hours": "number",
    "date": "date",
}


def csv_files(report: Report) -> dict[str, bytes]:
    """Every table as a CSV file by its name, and the description of them all."""
    files = {f"{table.name}.csv": _csv(table) for table in report.tables}
    described = {
        "profile": "tabular-data-package",
        "name": f"hotline-report-fy{report.fiscal_year}",
        "title": document_title(report),
        "description": " ".join([*report.warnings, *report.findings, report.filed]),
        "version": report.publication_id,
        "fiscal_year": report.fiscal_year,
        "is_whole": report.is_whole,
        "as_of": report.as_of_text,
        "publication_id": report.publication_id,
        "code_version": report.code_version,
        "authority": report.authority,
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in report.tables],
    }
    files[DESCRIPTION] = (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()
    return files


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode()


def _cell(value: Cell) -> object:
    if isinstance(value, Absent):
        return _ABSENT[value]
    return spreadsheet_text(value) if isinstance(value, str) else value


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title,
        "description": " ".join(filter(None, (table.title + ".", table.note))),
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {"lineTerminator": "\n", "doubleQuote": True},
        "schema": {
            "fields": [_field(column, column.name in table.key) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": sorted(_ABSENT.values()),
        },
    }


def _field(column: Column, is_key: bool) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": column.label,
        "description": column.description,
    }
    if column.unit:
        described["unit"] = column.unit
    if column.citation:
        described["citation"] = column.citation
    if column.kind == "count":
        described["constraints"] = {"minimum": 0}
    if is_key:
        described["constraints"] = {**described.get("constraints", {}), "required": True}
    return described
