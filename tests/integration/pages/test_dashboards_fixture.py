"""The small publication for tests of the pages has the columns that the models declare."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from published_fixture import DECLARED, publish

FOLDER_OF_MODELS = Path(__file__).resolve().parents[3] / "models"
MODELS = {
    "marts.statutory_counts": "figures",
    "marts.response_compliance": "figures",
    "operations.loads": "operations",
    "operations.rejections": "operations",
    "operations.validations": "operations",
    "operations.orphans": "operations",
    "operations.delivered_columns": "operations",
    "reference.metrics": "reference",
    "reference.counties": "reference",
    "reference.jurisdiction": "reference",
}


def declared(folder: Path) -> dict[str, list[str]]:
    models = [model for path in folder.rglob("*.yml") for model in yaml.safe_load(path.read_text()).get("models", [])]
    return {
        model.get("config", {}).get("alias", model["name"]): [column["name"] for column in model.get("columns", [])]
        for model in models
    }


@pytest.mark.parametrize("table", MODELS)
def test_columns_are_those_of_the_model(tmp_path: Path, table: str) -> None:
    path = publish(tmp_path)
    schema, name = table.split(".")
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select column_name from information_schema.columns where table_schema = ? and table_name = ?",
            [schema, name],
        ).fetchall()
    assert {column for (column,) in rows} == set(declared(FOLDER_OF_MODELS / MODELS[table])[name])


def test_each_audience_has_the_tables_of_its_own(tmp_path: Path) -> None:
    declared_tables = [table for tables in DECLARED.values() for table in tables]
    held = {}
    for audience in ("administrators", "analysts", "oca"):
        with duckdb.connect(str(publish(tmp_path, audience)), read_only=True) as connection:
            rows = connection.execute(
                "select table_schema || '.' || table_name from information_schema.tables"
            ).fetchall()
        held[audience] = {table for (table,) in rows}.intersection(declared_tables)
    files = {name.removeprefix("published_").removesuffix(".sql"): set(tables) for name, tables in DECLARED.items()}
    assert held["administrators"] == set(declared_tables) - files["reports"] - files["oversight"]
    assert held["analysts"] == set(declared_tables) - files["oversight"]
    assert held["oca"] == set(declared_tables) - files["sources"]
