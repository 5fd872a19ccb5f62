"""From dbt's manifest into the build file: which tables, columns and rows are published, and to which audience."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from hotline.building.state_words import StateWords
from hotline.warehouse.audiences import AUDIENCES, OVERSIGHT, OVERSIGHT_SCHEMA, PUBLISHED_SCHEMAS
from ingest.database import insert_rows

# The key of a report: a table that has it holds rows of single reports.
REPORT_KEY = "referral_id"

# A node or a column as dbt's manifest has it.
Node = Mapping[str, Any]


@dataclass(frozen=True)
class PublishedObject:
    """A row of control.published_objects: a table (`column_name` null) or a column of one, and its audiences."""

    schema_name: str
    object_name: str
    column_name: str | None
    audiences: list[str]
    description: str


@dataclass(frozen=True)
class RowLimit:
    """An audience gets only those rows of a table whose `column_name` stands in a table of the audience's own."""

    schema_name: str
    object_name: str
    audience: str
    column_name: str
    limiting_schema: str
    limiting_object: str


def write_published_objects(con: duckdb.DuckDBPyConnection, manifest: Path, words: StateWords) -> None:
    """Write control.published_objects and control.limited_objects from a file with dbt's nodes.

    The first has one row per published table and one per column of it, with the comment in the state's `words`. A
    column's audiences are its own where it names some, else its table's. The second has one row per table of which an
    audience gets only some rows.
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
    objects, limits = [_in(words, each) for each in published_objects(found)], limited_objects(found)
    insert_rows(con, "control.published_objects", map(astuple, objects))
    insert_rows(con, "control.limited_objects", map(astuple, limits))


def _in(words: StateWords, each: PublishedObject) -> PublishedObject:
    comment = words.comment(each.description, each.schema_name, each.object_name, each.column_name)
    return replace(each, description=comment)


def published_objects(manifest: Node) -> list[PublishedObject]:
    """The rows of control.published_objects.

    Raises ValueError if a model names an unknown audience, or lies in a schema that is not published.
    """
    found: list[PublishedObject] = []
    for node in _published(manifest):
        schema, table, audiences = node["schema"], node["alias"], _audiences(node)
        if schema not in PUBLISHED_SCHEMAS:
            raise ValueError(f"{node['unique_id']} names audiences and its schema is none that is published")
        found.append(PublishedObject(schema, table, None, audiences, node["description"].strip()))
        for column in node["columns"].values():
            own = _audiences(column) or audiences
            found.append(PublishedObject(schema, table, column["name"], own, column["description"].strip()))
    return found


def limited_objects(manifest: Node) -> list[RowLimit]:
    """The rows of control.limited_objects, from `limited_to: {audience: schema.table.column}` in a model's meta.

    Raises ValueError if a limit can't be kept to, or if the oversight office would get every row of a table of single
    reports, or a column of the agency's that names another report: it has oversight of those in its caseload alone.
    """
    columns = {(node["schema"], node["alias"]): set(node["columns"]) for node in _published(manifest)}
    limits: list[RowLimit] = []
    for node in _published(manifest):
        own = columns[node["schema"], node["alias"]]
        wanted = _meta(node).get("limited_to", {})
        for audience in _audiences(node):
            if audience in wanted:
                schema, table, column = wanted[audience].split(".")
                if column not in own or column not in columns.get((schema, table), ()):
                    raise ValueError(f"{node['unique_id']} is limited to {wanted[audience]}, which is not in both")
                limits.append(RowLimit(node["schema"], node["alias"], audience, column, schema, table))
            elif audience == OVERSIGHT and node["schema"] != OVERSIGHT_SCHEMA and REPORT_KEY in own:
                raise ValueError(f"{node['unique_id']} would show {audience} every report: it is limited to nothing")
        _hold_names_of_other_reports(node)
    return limits


def _hold_names_of_other_reports(node: Node) -> None:
    """Raise ValueError if a column that names another report would be the oversight office's.

    A limit holds back rows by their own report, so such a column would name reports outside the office's caseload. The
    office's own tables are not limited; their models see to it themselves.
    """
    for column in node["columns"].values():
        audiences = _audiences(column) or _audiences(node)
        if column["name"].endswith(f"_{REPORT_KEY}") and OVERSIGHT in audiences and node["schema"] != OVERSIGHT_SCHEMA:
            raise ValueError(
                f"{node['unique_id']}.{column['name']} would name {OVERSIGHT} reports outside its caseload"
            )


def _published(manifest: Node) -> list[Node]:
    """The models and seeds that some audience may see, in the order of their ids."""
    nodes = sorted(manifest["nodes"].values(), key=lambda each: str(each["unique_id"]))
    return [node for node in nodes if node["resource_type"] in ("model", "seed") and _audiences(node)]


def _meta(thing: Node) -> dict[str, Any]:
    return {**thing.get("meta", {}), **(thing.get("config") or {}).get("meta", {})}


def _audiences(thing: Node) -> list[str]:
    found = _meta(thing).get("audience", [])
    names = [found] if isinstance(found, str) else list(found)
    if unknown := sorted(set(names) - set(AUDIENCES)):
        raise ValueError(f"there is no audience {', '.join(unknown)}")
    return names
