"""What of a build is published and to whom, from dbt's manifest into the build file itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from hotline.audiences import AUDIENCES, PUBLISHED_SCHEMAS

Row = tuple[str, str, str | None, list[str], str]


def write_published_objects(con: duckdb.DuckDBPyConnection, manifest: Path) -> None:
    """Write control.published_objects: a row an object (column_name null) and one a column of it.

    A column's audiences are its own where it names some, else its table's.
    """
    con.execute(
        "create or replace table control.published_objects ("
        "schema_name varchar, object_name varchar, column_name varchar, audiences varchar[], "
        "description varchar)"
    )
    rows = published_objects(json.loads(manifest.read_text(encoding="utf-8")))
    if rows:
        con.executemany("insert into control.published_objects values (?, ?, ?, ?, ?)", rows)


def published_objects(manifest: dict[str, Any]) -> list[Row]:
    """The rows of control.published_objects.

    Raises ValueError if a model names an unknown audience, or lies in a schema that is not published.
    """
    rows: list[Row] = []
    for node in sorted(manifest["nodes"].values(), key=lambda each: str(each["unique_id"])):
        audiences = _audiences(node)
        if node["resource_type"] not in ("model", "seed") or not audiences:
            continue
        if node["schema"] not in PUBLISHED_SCHEMAS:
            raise ValueError(f"{node['unique_id']} names audiences and its schema is none that is published")
        place = (node["schema"], node["alias"])
        rows.append((*place, None, audiences, node["description"].strip()))
        for column in node["columns"].values():
            own = _audiences(column) or audiences
            rows.append((*place, column["name"], own, column["description"].strip()))
    return rows


def _audiences(thing: dict[str, Any]) -> list[str]:
    meta = {**thing.get("meta", {}), **(thing.get("config") or {}).get("meta", {})}
    found = meta.get("audience", [])
    names = [found] if isinstance(found, str) else list(found)
    if unknown := sorted(set(names) - set(AUDIENCES)):
        raise ValueError(f"there is no audience {', '.join(unknown)}")
    return names
