"""What of a build is published and to whom, from dbt's manifest into the build file itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from hotline.warehouse.audiences import AUDIENCES, OVERSIGHT, OVERSIGHT_SCHEMA, PUBLISHED_SCHEMAS

Row = tuple[str, str, str | None, list[str], str]

# The key of a report: a table that has it holds rows of single reports.
REPORT_KEY = "referral_id"


class RowLimit(NamedTuple):
    """An audience gets only those rows of an object whose `column_name` stands in a table of its own."""

    schema_name: str
    object_name: str
    audience: str
    column_name: str
    limiting_schema: str
    limiting_object: str


def write_published_objects(con: duckdb.DuckDBPyConnection, manifest: Path) -> None:
    """Write control.published_objects: a row an object (column_name null) and one a column of it.

    A column's audiences are its own where it names some, else its table's. Beside it control.limited_objects: a row
    an object of which an audience gets only some rows.
    """
    con.execute(
        "create or replace table control.published_objects ("
        "schema_name varchar, object_name varchar, column_name varchar, audiences varchar[], "
        "description varchar)"
    )
    con.execute(
        "create or replace table control.limited_objects ("
        "schema_name varchar, object_name varchar, audience varchar, column_name varchar, "
        "limiting_schema varchar, limiting_object varchar)"
    )
    found = json.loads(manifest.read_text(encoding="utf-8"))
    rows, limits = published_objects(found), limited_objects(found)
    if rows:
        con.executemany("insert into control.published_objects values (?, ?, ?, ?, ?)", rows)
    if limits:
        con.executemany("insert into control.limited_objects values (?, ?, ?, ?, ?, ?)", limits)


def published_objects(manifest: dict[str, Any]) -> list[Row]:
    """The rows of control.published_objects.

    Raises ValueError if a model names an unknown audience, or lies in a schema that is not published.
    """
    rows: list[Row] = []
    for node, audiences in _published(manifest):
        if node["schema"] not in PUBLISHED_SCHEMAS:
            raise ValueError(f"{node['unique_id']} names audiences and its schema is none that is published")
        place = (node["schema"], node["alias"])
        rows.append((*place, None, audiences, node["description"].strip()))
        for column in node["columns"].values():
            own = _audiences(column) or audiences
            rows.append((*place, column["name"], own, column["description"].strip()))
    return rows


def limited_objects(manifest: dict[str, Any]) -> list[RowLimit]:
    """The rows of control.limited_objects, from `limited_to: {audience: schema.table.column}` in a model's meta.

    Raises ValueError if a limit can't be kept to, or if the oversight office would get every row of a table of single
    reports: it has oversight of those in its caseload alone.
    """
    columns = {(node["schema"], node["alias"]): set(node["columns"]) for node, _ in _published(manifest)}
    limits: list[RowLimit] = []
    for node, audiences in _published(manifest):
        place = (node["schema"], node["alias"])
        wanted = _meta(node).get("limited_to", {})
        for audience in audiences:
            if audience in wanted:
                schema, table, column = wanted[audience].split(".")
                if column not in columns[place] or column not in columns.get((schema, table), ()):
                    raise ValueError(f"{node['unique_id']} is limited to {wanted[audience]}, which is not in both")
                limits.append(RowLimit(*place, audience, column, schema, table))
            elif audience == OVERSIGHT and node["schema"] != OVERSIGHT_SCHEMA and REPORT_KEY in columns[place]:
                raise ValueError(f"{node['unique_id']} would show {audience} every report: it is limited to nothing")
    return limits


def _published(manifest: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """The models and seeds that are for somebody, with whom they are for."""
    for node in sorted(manifest["nodes"].values(), key=lambda each: str(each["unique_id"])):
        if node["resource_type"] in ("model", "seed") and (audiences := _audiences(node)):
            yield node, audiences


def _meta(thing: dict[str, Any]) -> dict[str, Any]:
    return {**thing.get("meta", {}), **(thing.get("config") or {}).get("meta", {})}


def _audiences(thing: dict[str, Any]) -> list[str]:
    found = _meta(thing).get("audience", [])
    names = [found] if isinstance(found, str) else list(found)
    if unknown := sorted(set(names) - set(AUDIENCES)):
        raise ValueError(f"there is no audience {', '.join(unknown)}")
    return names
