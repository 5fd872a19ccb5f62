"""The batch suite at its edges: the last profile that passes and the first that fails."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from expectations.batch import batch_suite
from expectations.contracts import load_contracts
from expectations.drift import chance_distance, distance, mean_shares
from expectations.facts import Fact, most_allowed
from expectations.thresholds import _groups, freshness_days, threshold

EARLIER = {
    "extracted_at": "2026-11-01T06:00:00+00:00",
    "kind": "delta",
    "rows_in_file": 1000,
    "nulls": {"priority": 0.2, "reporter_type": 0.0, "referral_id": 0.0},
    "codes": {"reporter_type": {"medical": 0.5, "education": 0.3, "court": 0.2}},
}


def a_profile(**changes: Any) -> dict[str, Any]:
    """A delta of 1,000 reports as usual after five earlier ones, one a day."""
    history = [copy.deepcopy(EARLIER) for _ in range(5)]
    for day, load in enumerate(history, start=1):
        load["extracted_at"] = f"2026-11-0{day}T06:00:00+00:00"
    return {
        "load_id": "L00006",
        "extract": "referrals",
        "kind": "delta",
        "extracted_at": "2026-11-06T06:00:00+00:00",
        "extracted_at_source": "file_name",
        "rows_in_file": 1000,
        "rows_good": 1000,
        "rows_quarantined": 0,
        "rows_loaded": 1000,
        "rows_unchanged": 0,
        "rows_superseded": 0,
        "keys_before": 100_000,
        "keys_deleted": 0,
        "limits": {
            "max_quarantined_share": 0.02,
            "max_quarantined_rows": 20,
            "max_deleted_share": 0.05,
            "max_deleted_keys": 20,
        },
        "released": False,
        "columns": [
            {"name": "referral_id", "type": "string", "delivered": True, "nulls": 0, "codes": None},
            {"name": "priority", "type": "integer", "delivered": True, "nulls": 200, "codes": None},
            {
                "name": "reporter_type",
                "type": "string",
                "delivered": True,
                "nulls": 0,
                "codes": {"medical": 500, "education": 300, "court": 200},
            },
        ],
        "references": [],
        "newest_event_at": "2026-11-06T05:00:00+00:00",
        "history": history,
        **changes,
    }


def facts(profile: dict[str, Any]) -> list[Fact]:
    return batch_suite(profile, load_contracts()[profile["extract"]])


def named(profile: dict[str, Any], expectation: str, column: str | None = None) -> Fact:
    (fact,) = [f for f in facts(profile) if f.expectation == expectation and f.column_name == column]
    return fact


def holds(fact: Fact) -> bool:
    above = fact.at_least is None or fact.value >= fact.at_least
    return above and (fact.at_most is None or fact.value <= fact.at_most)


def failing(profile: dict[str, Any]) -> set[str]:
    return {fact.expectation for fact in facts(profile) if not holds(fact)}


def test_a_usual_batch_passes_everything() -> None:
    judged = facts(a_profile())
    assert failing(a_profile()) == set()
    assert {fact.expectation for fact in judged} == {
        "rows_quarantined_within_limits",
        "volume_as_usual",
        "newest_event_is_fresh",
        "delivered_in_time",
        "columns_still_delivered",
        "null_share_as_usual",
        "codes_spread_as_usual",
        "usual_codes_still_used",
    }


@pytest.mark.parametrize(
    ("rows", "quarantined", "passes"),
    [
        (100, 20, True),  # 20 %, but not over 20 rows
        (100, 21, False),
        (1000, 20, True),  # exactly 2 %
        (1000, 21, False),
        (1050, 21, True),  # exactly 2 %, over 20 rows
        (1049, 21, False),
        (1051, 22, False),
        (10_000, 200, True),
        (10_000, 201, False),
        (21, 21, False),
        (0, 0, True),
    ],
)
def test_quarantine_blocks_over_the_share_and_over_the_number(rows: int, quarantined: int, passes: bool) -> None:
    fact = named(a_profile(rows_in_file=rows, rows_quarantined=quarantined), "rows_quarantined_within_limits")
    assert (holds(fact), fact.severity) == (passes, "block")


@pytest.mark.parametrize(
    ("before", "deleted", "passes"),
    [
        (100, 20, True),
        (100, 21, False),
        (420, 21, True),
        (419, 21, False),
        (100_000, 5000, True),
        (100_000, 5001, False),
    ],
)
def test_a_full_file_blocks_over_the_share_and_over_the_number_of_keys(before: int, deleted: int, passes: bool) -> None:
    fact = named(a_profile(kind="full", keys_before=before, keys_deleted=deleted), "keys_deleted_within_limits")
    assert (holds(fact), fact.severity) == (passes, "block")


def test_deletions_of_a_delta_are_not_limited() -> None:
    assert "keys_deleted_within_limits" not in {fact.expectation for fact in facts(a_profile(keys_deleted=99_999))}


def test_limits_are_exact_where_floats_are_not() -> None:
    assert most_allowed(100, 0.07, 0) == 7  # 0.07 * 100 is 7.000000000000001
    assert most_allowed(1150, 0.02, 20) == 23
    assert most_allowed(100, 0.29, 0) == 29  # 0.29 * 100 is 28.999999999999996


@pytest.mark.parametrize(("rows", "passes"), [(500, True), (499, False), (0, False), (2000, True), (2001, False)])
def test_volume_between_half_and_twice_the_median(rows: int, passes: bool) -> None:
    assert holds(named(a_profile(rows_in_file=rows), "volume_as_usual")) is passes


def test_a_volume_seen_before_is_usual() -> None:
    profile = a_profile(rows_in_file=300)
    assert not holds(named(profile, "volume_as_usual"))
    profile["history"][2]["rows_in_file"] = 300
    assert holds(named(profile, "volume_as_usual"))


def test_small_files_are_not_judged_by_volume() -> None:
    profile = a_profile(rows_in_file=0)
    for load in profile["history"]:
        load["rows_in_file"] = 29
    assert "volume_as_usual" not in {fact.expectation for fact in facts(profile)}
    profile["rows_in_file"] = 58
    assert holds(named(profile, "volume_as_usual"))
    profile["rows_in_file"] = 59
    assert not holds(named(profile, "volume_as_usual"))


def test_four_earlier_loads_of_the_same_kind_are_needed() -> None:
    profile = a_profile(rows_in_file=1)
    profile["history"] = profile["history"][:4]
    assert "volume_as_usual" in failing(profile)
    profile["history"][0]["kind"] = "full"
    assert failing(profile) == set()
    fact = named(profile, "history_to_compare_with")
    assert fact.observed == "not judged: 3 earlier delta loads, 4 are needed"


@pytest.mark.parametrize(
    ("newest", "passes"), [("2026-11-04T06:00:00+00:00", True), ("2026-11-04T05:59:00+00:00", False)]
)
def test_freshness_of_reports_is_two_days(newest: str, passes: bool) -> None:
    assert holds(named(a_profile(newest_event_at=newest), "newest_event_is_fresh")) is passes


def test_freshness_is_not_judged_of_few_rows_or_without_events() -> None:
    old = "2020-01-01T00:00:00+00:00"
    assert "newest_event_is_fresh" not in failing(a_profile(newest_event_at=old, rows_in_file=29))
    assert "newest_event_is_fresh" in failing(a_profile(newest_event_at=old, rows_in_file=500))
    assert "newest_event_is_fresh" not in {f.expectation for f in facts(a_profile(newest_event_at=None))}
    assert "no time of extraction" in named(
        a_profile(newest_event_at=old, extracted_at_source="load_time"), "newest_event_is_fresh"
    ).sentence(success=False)


@pytest.mark.parametrize(
    ("extracted", "passes"), [("2026-11-08T06:00:00+00:00", True), ("2026-11-08T06:01:00+00:00", False)]
)
def test_a_delivery_is_late_after_three_times_the_usual_gap(extracted: str, passes: bool) -> None:
    assert holds(named(a_profile(extracted_at=extracted), "delivered_in_time")) is passes


def test_a_file_older_than_the_newest_ends_no_gap() -> None:
    early = a_profile(extracted_at="2026-10-01T06:00:00+00:00")
    assert "delivered_in_time" not in {fact.expectation for fact in facts(early)}


def test_a_column_of_all_latest_loads_that_is_missing_warns() -> None:
    profile = a_profile()
    profile["columns"][1]["delivered"] = False
    fact = named(profile, "columns_still_delivered")
    assert not holds(fact)
    assert "priority" in fact.sentence(success=False)
    del profile["history"][-1]["nulls"]["priority"]
    assert holds(named(profile, "columns_still_delivered"))


@pytest.mark.parametrize(("nulls", "passes"), [(300, True), (301, False), (100, True), (99, False)])
def test_null_share_ten_points_off_the_median(nulls: int, passes: bool) -> None:
    profile = a_profile()
    profile["columns"][1]["nulls"] = nulls
    fact = named(profile, "null_share_as_usual", "priority")
    assert (holds(fact), fact.severity) == (passes, "warn")


def test_null_shares_allow_for_chance_in_small_files() -> None:
    profile = a_profile(rows_good=100)
    profile["columns"][1]["nulls"] = 36  # 20 % ± 4 × 4 %
    assert holds(named(profile, "null_share_as_usual", "priority"))
    profile["columns"][1]["nulls"] = 37
    assert not holds(named(profile, "null_share_as_usual", "priority"))
    profile["rows_good"] = 99
    assert "null_share_as_usual" not in {fact.expectation for fact in facts(profile)}


def test_required_and_unknown_columns_have_no_null_share() -> None:
    profile = a_profile()
    profile["columns"].append(
        {"name": "reporter_phone", "type": "string", "delivered": True, "nulls": 1, "codes": None}
    )
    judged = {fact.column_name for fact in facts(profile) if fact.expectation == "null_share_as_usual"}
    assert judged == {"priority", "reporter_type"}


@pytest.mark.parametrize(("moved", "passes"), [(150, True), (151, False)])
def test_drift_of_fifteen_points(moved: int, passes: bool) -> None:
    profile = a_profile()
    profile["columns"][2]["codes"] = {"medical": 500 - moved, "education": 300 + moved, "court": 200}
    assert holds(named(profile, "codes_spread_as_usual", "reporter_type")) is passes


def test_drift_allows_for_chance_where_codes_are_many_and_rows_few() -> None:
    even = {f"c{i}": 1 / 16 for i in range(16)}
    assert chance_distance(even, 100) * 1.5 > 0.25
    assert chance_distance(even, 10_000) * 1.5 < 0.05
    assert distance({"a": 1.0}, {"b": 1.0}) == 1.0
    assert mean_shares([{"a": 1.0}, {"b": 1.0}]) == {"a": 0.5, "b": 0.5}


def test_a_usual_code_on_no_row_warns() -> None:
    profile = a_profile()
    profile["columns"][2]["codes"] = {"medical": 600, "education": 399, "court": 1}
    assert holds(named(profile, "usual_codes_still_used", "reporter_type"))
    profile["columns"][2]["codes"] = {"medical": 600, "education": 400}
    fact = named(profile, "usual_codes_still_used", "reporter_type")
    assert not holds(fact)
    assert "court" not in fact.sentence(success=False)


@pytest.mark.parametrize(
    ("rows", "found", "passes"), [(100, 80, True), (100, 79, False), (1000, 980, True), (1000, 979, False)]
)
def test_references_of_a_full_file(rows: int, found: int, passes: bool) -> None:
    reference = {"column": "referral_id", "to": "referrals", "rows": rows, "found": found}
    profile = a_profile(extract="allegations", kind="full", references=[reference])
    assert holds(named(profile, "references_found", "referral_id")) is passes


@pytest.mark.parametrize(("kind", "found"), [("delta", 1), ("full", 0)])
def test_references_are_not_judged_before_their_reports_land(kind: str, found: int) -> None:
    reference = {"column": "referral_id", "to": "referrals", "rows": 1000, "found": found}
    profile = a_profile(extract="allegations", kind=kind, references=[reference])
    assert "references_found" not in {fact.expectation for fact in facts(profile)}


def test_every_failing_sentence_says_where_and_what_to_do() -> None:
    profile = a_profile(kind="full", rows_quarantined=900, keys_deleted=90_000, newest_event_at="2020-01-01T00:00:00Z")
    for load in profile["history"]:
        load["kind"] = "full"
    for fact in facts(profile):
        assert fact.found.startswith("Reports received by the Hotline")
        assert fact.sentence(success=False).endswith(".")
        assert fact.mend


def test_every_threshold_has_a_reason() -> None:
    for group in _groups().values():
        for entry in group.values():
            assert set(entry) == {"value", "reason"}
            assert str(entry["reason"]).endswith((".", ")."))
    assert freshness_days("referrals") == 2
    assert freshness_days("reviews") == 31
    assert threshold("batch", "min_history") == 4


def test_contracts_leave_identifying_columns_out() -> None:
    for contract in load_contracts().values():
        for column in contract.columns:
            assert column.name not in {"reporter_phone", "reporter_address", "complainant_name", "search_exception"}
    assert [c.name for c in load_contracts().values() if c.oversight] == ["oca_complaints"]
    referrals = load_contracts()["referrals"]
    assert {c.name for c in referrals.columns if c.coded} >= {"priority", "screening_decision", "reporter_type"}
