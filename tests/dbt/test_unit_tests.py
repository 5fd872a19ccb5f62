"""The unit tests that stand beside the models, run over tables that are there and empty, and how sharp they are."""

from __future__ import annotations

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


def test_every_flipped_comparison_of_a_rule_is_noticed(tested: Warehouse) -> None:
    found = list(mutants(tested.target))
    rules = {row[0] for row in tested.rows("select rule_id from policy.policy_rules")}
    assert {each.model.removeprefix("rule_") for each in found} >= rules
    assert [str(each) for each in found if each.killed_by is None] == []
