"""The unit tests that stand beside the models, run over tables that are all there and all empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse


def test_every_unit_test_of_a_model_passes(warehouse: Warehouse) -> None:
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
    assert warehouse.dbt("test", "--select", "test_type:unit")
