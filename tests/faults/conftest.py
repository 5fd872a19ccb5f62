"""Fixtures of the attacks: the fork server, and homes in the states from which attacks begin."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(__file__).parents[1] / "integration"), *filter(None, [os.environ.get("PYTHONPATH")])]
)

from under_attack import Harness, States

SEED = os.environ.get("FAULT_SEED", "11")


@pytest.fixture(scope="session")
def harness() -> Iterator[Harness]:
    """What runs commands under attack."""
    made = Harness()
    yield made
    made.close()


@pytest.fixture(scope="session")
def states(harness: Harness, shared_folder: Path) -> States:
    """Homes by the name of their state, made by the real dbt and the real judge."""
    return States(shared_folder / "attacked", harness)


@pytest.fixture(scope="session")
def small(harness: Harness, shared_folder: Path) -> States:
    """Homes whose builds have two tables: for attacks to which it is all one what dbt builds."""
    return States(shared_folder / "small", harness, stands_in=True)


@pytest.fixture
def dice(request: pytest.FixtureRequest) -> random.Random:
    """Chance that falls the same way in every run with the same FAULT_SEED."""
    return random.Random(f"{SEED}/{request.node.name}")
