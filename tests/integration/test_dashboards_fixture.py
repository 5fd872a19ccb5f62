"""The small publication for tests of the pages has the columns that the models declare."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
import yaml
from published_fixture import publish

FOLDER_OF_MODELS = Path(__file__).resolve().parents[2] / "models"
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
