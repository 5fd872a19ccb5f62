"""The batch suite at its limits: the last profile that passes and the first that fails."""

from __future__ import annotations

import pytest
from batch_profile import a_profile, facts, failing, holds, named

from expectations.facts import most_allowed
from expectations.thresholds import _groups, freshness_days, threshold
from ingest.contract import contracts_without_codes


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
def test_quarantine_blocks_over_both_the_share_and_the_number(rows: int, quarantined: int, passes: bool) -> None:
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
def test_a_full_file_blocks_over_both_the_share_and_the_number_of_keys(before: int, deleted: int, passes: bool) -> None:
    fact = named(a_profile(kind="full", keys_before=before, keys_deleted=deleted), "keys_deleted_within_limits")
    assert (holds(fact), fact.severity) == (passes, "block")


def test_deletions_of_a_delta_are_not_limited() -> None:
    assert "keys_deleted_within_limits" not in {fact.expectation for fact in facts(a_profile(keys_deleted=99_999))}


def test_limits_are_exact_where_floats_are_not() -> None:
    assert most_allowed(100, 0.07, 0) == 7  # 0.07 * 100 is 7.000000000000001
    assert most_allowed(1150, 0.02, 20) == 23
    assert most_allowed(100, 0.29, 0) == 29  # 0.29 * 100 is 28.999999999999996


@pytest.mark.parametrize(("rows", "passes"), [(500, True), (499, False), (0, False), (2000, True), (2001, False)])
def test_the_number_of_rows_lies_between_half_and_twice_the_median(rows: int, passes: bool) -> None:
    assert holds(named(a_profile(rows_in_file=rows), "volume_as_usual")) is passes


def test_a_number_of_rows_seen_before_is_usual() -> None:
    profile = a_profile(rows_in_file=300)
    assert not holds(named(profile, "volume_as_usual"))
    profile["history"][2]["rows_in_file"] = 300
    assert holds(named(profile, "volume_as_usual"))


def test_the_number_of_rows_of_a_small_file_is_not_judged() -> None:
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
def test_the_newest_report_may_be_two_days_old(newest: str, passes: bool) -> None:
    assert holds(named(a_profile(newest_event_at=newest), "newest_event_is_fresh")) is passes


def test_freshness_is_not_judged_with_few_rows_or_without_events() -> None:
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


def test_a_file_older_than_the_newest_load_ends_no_gap() -> None:
    early = a_profile(extracted_at="2026-10-01T06:00:00+00:00")
    assert "delivered_in_time" not in {fact.expectation for fact in facts(early)}


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
    for contract in contracts_without_codes().values():
        for column in contract.stored:
            assert column.name not in {"reporter_phone", "reporter_address", "complainant_name", "search_exception"}
    assert [c.name for c in contracts_without_codes().values() if c.oversight] == ["oca_complaints"]
    referrals = contracts_without_codes()["referrals"]
    assert {c.name for c in referrals.stored if c.coded} >= {"priority", "screening_decision", "reporter_type"}
