"""The rules of policy: each is a model and rows of every state's seed, and the verdicts are made of all of them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RULE = "model.hotline.rule_"
STATES = sorted(path.name for path in (ROOT / "seeds" / "policy").iterdir())


@pytest.fixture(scope="module")
def rules(manifest: dict[str, Any]) -> set[str]:
    """The ids of the rules that have a model."""
    return {name.removeprefix(RULE) for name in manifest["nodes"] if name.startswith(RULE)}


@pytest.mark.parametrize("state", STATES)
def test_every_rule_has_its_rows_in_the_seed(rules: set[str], state: str) -> None:
    with (ROOT / "seeds" / "policy" / state / "policy_rules.csv").open(encoding="utf-8", newline="") as handle:
        assert {row["rule_id"] for row in csv.DictReader(handle)} == rules


def test_the_verdicts_are_made_of_every_rule(manifest: dict[str, Any], rules: set[str]) -> None:
    read = manifest["nodes"]["model.hotline.policy_verdicts"]["depends_on"]["nodes"]
    assert {name.removeprefix(RULE) for name in read if name.startswith(RULE)} == rules
    assert len(rules) > 40
