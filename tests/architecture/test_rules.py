"""The rules of policy: each is a model and rows of every state's seed, and the verdicts are made of all of them."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from hotline.building.withheld_rows import SUMS_OVER_RULES, TELLS

ROOT = Path(__file__).resolve().parents[2]
RULE = "model.hotline.rule_"
# Columns of a report that say what kind of person reported, or that a court did.
WHO_REPORTED = re.compile(r"\b(reporter_type|judicial_report|court_permits_screen_out)\b")
# These hand the columns on as they are: a rule that reads another column of them learns nothing of the reporter.
HAND_ON = {"model.hotline.stg_referrals", "model.hotline.referrals"}
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


def test_a_rule_that_reads_who_reported_says_so(manifest: dict[str, Any]) -> None:
    """By itself or by a step that reads it: the office's file then has nothing of the rule (docs/adr/0028)."""
    nodes = manifest["nodes"]

    def reads_who(name: str) -> bool:
        node = nodes.get(name, {})
        if name in HAND_ON or node.get("resource_type") != "model":
            return False
        return bool(WHO_REPORTED.search(node["raw_code"])) or any(map(reads_who, node["depends_on"]["nodes"]))

    rules = [name for name in nodes if name.startswith(RULE)]
    reading = {name.removeprefix(RULE) for name in rules if reads_who(name)}
    marked = {name.removeprefix(RULE) for name in rules if nodes[name]["config"]["meta"].get(TELLS)}
    assert marked == reading
    assert "family_contacted_during_screening" in marked


@pytest.mark.parametrize("name", sorted(HAND_ON))
def test_who_reported_is_handed_on_under_its_own_name(manifest: dict[str, Any], name: str) -> None:
    lines = [line.strip() for line in manifest["nodes"][name]["raw_code"].splitlines() if WHO_REPORTED.search(line)]
    assert len(lines) >= 3
    assert [line for line in lines if not re.fullmatch(r"(\w+\.)?\w+,", line)] == []


def test_a_figure_that_adds_up_rules_is_withheld_with_them() -> None:
    """What the office's file lacks would follow from a sum over all rules."""
    macro = (ROOT / "macros" / "figures" / "trend_measures.sql").read_text(encoding="utf-8")
    measures = re.findall(r"\{'name': '(\w+)'.*?'source': '(\w+)'", macro, flags=re.DOTALL)
    assert {name for name, source in measures if source == "exceptions"} == set(SUMS_OVER_RULES)
