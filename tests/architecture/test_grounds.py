"""Explanations know what decides each rule: every rule that reads more than its report's own row has its grounds."""

from __future__ import annotations

import re
from typing import Any

import pytest

from serving.deciding.other_reports import OTHER_REPORTS
from serving.deciding.rows import GROUNDS
from serving.explain import LIMITS_ELSEWHERE

RULE = "model.hotline.rule_"
REFERENCE = re.compile(r"ref\('(\w+)'\)")
# What comes of a report's own row, of its clock or of the state's lists. The tables of inquiries and of limits decide
# some rules; others ask only whether a report has an inquiry at all, which its own values show.
OWN = {
    "counties", "findings", "initiation_exceptions", "int_build", "int_extract_coverage", "int_response_limits",
    "maltreatment_types", "perpetrator_roles", "policy_rules", "recording_retention", "referrals", "reporter_types",
    "response_times", "screen_out_reasons",
}  # fmt: skip
# Macros that read tables for a rule.
OF_MACROS = {"reviews_within_hours": "screening_reviews", "disclosures(": "recordings"}
# Values of marts.referrals that are counted over other reports, and numbers of other reports.
OF_OTHERS = re.compile(r"\b(family_id|prior_accepted|pending_accepted|associated_referral_id|int_near_reports)\b")


@pytest.fixture(scope="module")
def rules(manifest: dict[str, Any]) -> dict[str, str]:
    """The SQL of every rule, without its config and comments, by the rule's id."""
    return {
        name.removeprefix(RULE): _code(node["raw_code"])
        for name, node in manifest["nodes"].items()
        if name.startswith(RULE)
    }


def _code(raw: str) -> str:
    without = re.sub(r"\{\{ config\(meta=\{.*?\}\) \}\}", "", raw, flags=re.DOTALL)
    return re.sub(r"--.*", "", without)


def test_every_rule_that_another_row_decides_has_its_grounds(rules: dict[str, str]) -> None:
    reading = {
        rule_id
        for rule_id, sql in rules.items()
        if set(REFERENCE.findall(sql)) - OWN or any(macro in sql for macro in OF_MACROS) or OF_OTHERS.search(sql)
    }
    assert reading - set(GROUNDS) == set()
    assert set(GROUNDS) - reading == set()
    assert len(reading) > 30


def test_every_rule_that_another_report_decides_names_it(rules: dict[str, str]) -> None:
    assert {rule_id for rule_id, sql in rules.items() if OF_OTHERS.search(sql)} == set(OTHER_REPORTS)


def test_every_limit_that_stands_in_a_table_of_its_own_is_shown(rules: dict[str, str]) -> None:
    tables = {"int_response_limits": "response_limits", "recording_retention": "recording_retention"}
    reading = {
        rule_id: {tables[each] for each in REFERENCE.findall(sql) if each in tables} for rule_id, sql in rules.items()
    }
    for rule_id, read in reading.items():
        assert read <= {LIMITS_ELSEWHERE.get(rule_id, ("",))[0]}, rule_id
    # A clock has its limits in marts.response_times, and a recording its time to be kept in marts.recordings.
    assert {"priority_1_late", "priority_2_late", "recording_purged_early"} <= set(LIMITS_ELSEWHERE)


@pytest.mark.parametrize("rule_id", sorted(GROUNDS))
def test_grounds_read_published_tables_alone(manifest: dict[str, Any], rule_id: str) -> None:
    published = {
        f"{node['schema']}.{node['alias']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["meta"].get("audience")
    }
    read = set(re.findall(r"\b(?:marts|reference)\.\w+", GROUNDS[rule_id].sql))
    assert read <= published
    assert {table for table in read if table.startswith("marts.")} - {"marts.referrals"} <= {
        f"marts.{table}" for table in GROUNDS[rule_id].tables
    }
