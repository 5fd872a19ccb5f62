"""The batch suite on columns, codes and references: the last profile that passes and the first that fails."""

from __future__ import annotations

import pytest
from batch_profile import a_profile, facts, holds, named

from expectations.drift import chance_distance, distance, mean_shares


def test_a_missing_column_that_all_latest_loads_had_warns() -> None:
    profile = a_profile()
    profile["columns"][1]["delivered"] = False
    fact = named(profile, "columns_still_delivered")
    assert not holds(fact)
    assert "priority" in fact.sentence(success=False)
    del profile["history"][-1]["nulls"]["priority"]
    assert holds(named(profile, "columns_still_delivered"))


@pytest.mark.parametrize(("nulls", "passes"), [(300, True), (301, False), (100, True), (99, False)])
def test_a_null_share_may_lie_ten_points_off_the_median(nulls: int, passes: bool) -> None:
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
def test_codes_may_drift_by_fifteen_points(moved: int, passes: bool) -> None:
    profile = a_profile()
    profile["columns"][2]["codes"] = {"medical": 500 - moved, "education": 300 + moved, "court": 200}
    assert holds(named(profile, "codes_spread_as_usual", "reporter_type")) is passes


def test_drift_allows_for_chance_with_many_codes_and_few_rows() -> None:
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
def test_a_full_file_may_lack_few_of_its_references(rows: int, found: int, passes: bool) -> None:
    reference = {"column": "referral_id", "to": "referrals", "rows": rows, "found": found}
    profile = a_profile(extract="allegations", kind="full", references=[reference])
    assert holds(named(profile, "references_found", "referral_id")) is passes


@pytest.mark.parametrize(("kind", "found"), [("delta", 1), ("full", 0)])
def test_references_are_not_judged_before_their_reports_land(kind: str, found: int) -> None:
    reference = {"column": "referral_id", "to": "referrals", "rows": 1000, "found": found}
    profile = a_profile(extract="allegations", kind=kind, references=[reference])
    assert "references_found" not in {fact.expectation for fact in facts(profile)}
