"""Every example of docs/examples/ runs on the published tables of each audience that it names, and of no other."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from hotline.audiences import AUDIENCES

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from docs.example_pages import Example, read_examples

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
    manifest = json.loads((built.target / "manifest.json").read_text(encoding="utf-8"))
    models = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["meta"].get("audience")
    ]
    return {audience: _tables_of(audience, built.build, models) for audience in AUDIENCES}


def _tables_of(audience: str, build: Path, models: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(f"attach '{build}' as build (read_only)")
    for schema in sorted({model["schema"] for model in models}):
        con.execute(f"create schema {schema}")
    for model in models:
        audiences = model["config"]["meta"]["audience"]
        if audience in audiences:
            table = f"{model['schema']}.{model['alias']}"
            columns = [
                column["name"]
                for column in model["columns"].values()
                if audience in column["config"]["meta"].get("audience", audiences)
            ]
            con.execute(f"create table {table} as select {', '.join(columns)} from build.{table}")
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
