"""Run the unit tests that stand beside the models over empty tables, and check how sharp they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rule_mutations import mutants

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse


@pytest.fixture(scope="module")
def tested(warehouse: Warehouse) -> Warehouse:
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
    assert warehouse.dbt("test", "--select", "test_type:unit")
    return warehouse


def test_every_unit_test_of_a_model_passes(tested: Warehouse) -> None:
    assert tested


def test_every_promise_of_a_contract_is_held_by_the_table(tested: Warehouse) -> None:
    """Data tests leave nulls and codes to the tables' own constraints, so these must exist."""
    manifest = json.loads((tested.target / "manifest.json").read_text(encoding="utf-8"))
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]
    promised = {
        (node["alias"], (column["name"],), each["type"])
        for node in models
        for column in node["columns"].values()
        for each in column["constraints"]
    } | {(node["alias"], tuple(each["columns"]), each["type"]) for node in models for each in node["constraints"]}
    held = tested.rows(
        "select table_name, constraint_column_names, replace(lower(constraint_type), ' ', '_') as kind"
        " from duckdb_constraints()"
    )
    assert {kind for _, _, kind in promised} == {"not_null", "check", "unique"}
    assert promised == {(table, tuple(columns), kind) for table, columns, kind in held}
    assert len(promised) > 300


def test_every_flipped_comparison_of_a_rule_is_noticed(tested: Warehouse) -> None:
    found = list(mutants(tested.target))
    rules = {row[0] for row in tested.rows("select rule_id from policy.policy_rules")}
    assert {each.model.removeprefix("rule_") for each in found} >= rules
    assert [str(each) for each in found if each.killed_by is None] == []
