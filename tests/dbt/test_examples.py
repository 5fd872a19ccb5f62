"""Every example of docs/examples/ runs on the published tables of each audience that it names, and of no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from hotline.building.published_objects import PublishedObject, published_objects
from hotline.warehouse.audiences import AUDIENCES
from serving.asking.examples import Example, read_examples

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

# The only published table that is not a model: publishing writes it.
PUBLICATIONS = (
    "create table operations.publications (publication_id varchar, as_of timestamptz, published_at timestamptz)"
)


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    """Every table of the warehouse, empty."""
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
    return warehouse


@pytest.fixture(scope="module")
def answers(built: Warehouse) -> dict[str, duckdb.DuckDBPyConnection]:
    """For each audience, a database with the tables and columns that its file has."""
    objects = published_objects(json.loads((built.target / "manifest.json").read_text(encoding="utf-8")))
    return {audience: _tables_of(audience, built.build, objects) for audience in AUDIENCES}


def _tables_of(audience: str, build: Path, objects: list[PublishedObject]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"attach '{build}' as build (read_only)")
    for schema in sorted({each.schema_name for each in objects}):
        con.execute(f"create schema {schema}")
    for table in (each for each in objects if each.column_name is None and audience in each.audiences):
        name = f"{table.schema_name}.{table.object_name}"
        columns = [
            each.column_name
            for each in objects
            if (each.schema_name, each.object_name) == (table.schema_name, table.object_name)
            and each.column_name
            and audience in each.audiences
        ]
        con.execute(f"create table {name} as select {', '.join(columns)} from build.{name}")
    con.execute(PUBLICATIONS)
    con.execute("detach build")
    return con


@pytest.mark.parametrize("example", read_examples(), ids=lambda example: example.question)
def test_an_example_runs_for_its_audiences_alone(
    answers: dict[str, duckdb.DuckDBPyConnection], example: Example
) -> None:
    refused = {audience: said for audience, con in answers.items() if (said := _refusal(con, example.query))}
    assert set(answers) - set(refused) == set(example.audiences), refused


def _refusal(con: duckdb.DuckDBPyConnection, query: str) -> str | None:
    """Return the reason why a query does not run, or None if it runs."""
    try:
        con.execute(query).fetchall()
    except duckdb.Error as error:
        return str(error)
    return None
