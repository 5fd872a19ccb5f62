"""The file that explanations are tested on has columns of the models, and no others."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml
from explain_fixture import publish

MODELS = Path(__file__).resolve().parents[3] / "models"
DECLARED = (
    "marts.referrals", "marts.response_times", "marts.allegations", "marts.screening_reviews", "marts.policy_verdicts",
    "marts.policy_exception_counts", "marts.response_compliance", "marts.performance_trends",
    "reference.policy_rules", "reference.provisions",
    "reference.metrics", "reference.response_limits", "reference.jurisdiction", "reference.counties",
)  # fmt: skip


@cache
def declared() -> dict[str, set[str]]:
    """Return the columns of every model by its published name."""
    found: dict[str, set[str]] = defaultdict(set)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # The loader in C, where libyaml is installed.
    for path in MODELS.rglob("*.yml"):
        for model in yaml.load(path.read_text(encoding="utf-8"), Loader=loader).get("models", []):
            name = model.get("config", {}).get("alias", model["name"])
            found[name] |= {column["name"] for column in model.get("columns", [])}
    return found


@pytest.mark.parametrize("table", DECLARED)
def test_the_fixture_has_columns_of_the_models(tmp_path: Path, table: str) -> None:
    schema, name = table.split(".")
    with duckdb.connect(str(publish(tmp_path, "analysts")), read_only=True) as connection:
        rows = connection.execute(
            "select column_name from information_schema.columns where table_schema = ? and table_name = ?",
            [schema, name],
        ).fetchall()
    assert {column for (column,) in rows} - declared()[name] == set()
