"""A limit of the policy stands in one seed, and in `policy_rules` only where SQL reads it."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATES = sorted((ROOT / "seeds" / "policy").iterdir())
# How SQL reads a rule's own limit, and how it reads one of another seed.
OWN = {
    "lower_limit": re.compile(r"rule\.lower_limit|lower_limit_of_scope\("),
    "upper_limit": re.compile(r"rule\.upper_limit"),
}
OF_ANOTHER_SEED = re.compile(
    r"response_limits_in_force\(|retention_in_force\(|clocks_from_acceptance\(|\bresponse_status\b|\bretention_ends_on\b"
)
# A length that SQL adds by itself has one unit, whatever the state's seed says.
WITHOUT_ITS_UNIT = re.compile(
    r"interval 1 \w+ \* (?:rule|limits|retention)\.|cast\((?:rule|limits|retention)\.\w+ as integer\)"
)


@cache
def models_that_name_a_rule() -> dict[str, list[str]]:
    """The SQL of the models that name a rule, by the rule."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "models").rglob("*.sql"))]
    rules = [path.stem.removeprefix("rule_") for path in (ROOT / "models" / "rules").rglob("rule_*.sql")]
    return {rule: [text for text in texts if f"'{rule}'" in text] for rule in rules}


def limits(state: Path) -> set[tuple[str, str]]:
    """The rules and the limits that a state's `policy_rules` gives a number for."""
    with (state / "policy_rules.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["rule_id"], name) for row in csv.DictReader(handle) for name in OWN if row[name]}


@pytest.mark.parametrize("state", STATES, ids=lambda path: path.name)
def test_every_limit_of_a_rule_is_read(state: Path) -> None:
    reading = models_that_name_a_rule()
    read = {(rule, name) for rule in reading for name, how in OWN.items() if any(map(how.search, reading[rule]))}
    assert sorted(limits(state) ^ read) == []


@pytest.mark.parametrize("state", STATES, ids=lambda path: path.name)
def test_no_limit_stands_in_two_seeds(state: Path) -> None:
    elsewhere = {rule for rule, texts in models_that_name_a_rule().items() if any(map(OF_ANOTHER_SEED.search, texts))}
    assert {"priority_1_late", "investigation_over_5_days", "recording_purged_early"} <= elsewhere
    assert sorted({rule for rule, _ in limits(state)} & elsewhere) == []


def kinds() -> dict[tuple[str, str], list[str]]:
    """The units in which a state may give each limit of a rule."""
    with (ROOT / "seeds" / "product" / "rule_limit_kinds.csv").open(encoding="utf-8", newline="") as handle:
        return {(row["rule_id"], row["limit"]): row["units"].split(";") for row in csv.DictReader(handle)}


def test_every_limit_that_a_rule_reads_has_its_units() -> None:
    reading = models_that_name_a_rule()
    read = {(rule, name) for rule in reading for name, how in OWN.items() if any(map(how.search, reading[rule]))}
    assert sorted(kinds().keys() ^ read) == []


def test_no_length_is_added_without_its_unit() -> None:
    """A rule whose limit has one unit alone may add it; any other goes through limit_ends_at and limit_ends_on."""
    one_unit = {rule for (rule, _), units in kinds().items() if len(units) == 1}
    texts = models_that_name_a_rule()
    wrong = [rule for rule in texts for text in texts[rule] if rule not in one_unit and WITHOUT_ITS_UNIT.search(text)]
    macros = [
        path.stem for path in (ROOT / "macros").rglob("*.sql") if WITHOUT_ITS_UNIT.search(path.read_text("utf-8"))
    ]
    assert wrong + macros == []
