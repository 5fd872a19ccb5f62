"""Every policy exception occurs in the synthetic state, and each stays rare."""

from __future__ import annotations

from pathlib import Path

import pytest
from synthetic_reading import SEEDS, read_all
from synthetic_rules import RULES, count_broken

from ingest.synthetic import generate

REFERRALS = 100_000


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    directory: Path = tmp_path_factory.mktemp("rules")
    paths = generate(directory, referrals=REFERRALS, jurisdiction_seeds=SEEDS)
    return count_broken(read_all(paths, "America/Chicago", checked=False), "2026-11-20 06:00:00")


@pytest.mark.parametrize("rule", RULES)
def test_every_policy_exception_occurs_and_stays_rare(broken: dict[str, int], rule: str) -> None:
    assert 0 < broken[rule] < REFERRALS / 25
