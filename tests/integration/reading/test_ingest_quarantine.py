"""Rows in quarantine: the reasons that send them there, what the ledger says of them, and what is never a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_home import Home, assert_adds_up, report, rules

EXTRACTED = "2026-11-20T06-00-00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_missing_key_or_required_value(home: Home) -> None:
    rows = [report(1), report(2, referral_id=""), report(3, received_at=" "), report(4, updated_at="")]
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert rules(result) == {("missing_required", each) for each in ("referral_id", "received_at", "updated_at")}
    assert (result.rows_loaded, result.rows_quarantined) == (1, 3)
    assert [(row["row_number"], row["key"]) for row in home.quarantine()] == [(3, None), (4, "R3"), (5, "R4")]


def test_every_reason_is_given_with_its_shape(home: Home) -> None:
    home.deliver(
        f"referrals_{EXTRACTED}.csv",
        [report(priority="Very high é 12", screened_at="2026-13-45 99:99:99 in the morning", response_type="?")],
    )
    (row,) = home.quarantine()
    assert row["key"] == "R1"
    assert row["reasons"] == [
        {"rule": "not_a_timestamp", "column_name": "screened_at", "shape": "9999-99-99 99:99:99 "},
        {"rule": "unknown_code", "column_name": "priority", "shape": "aaaa aaaa a 99"},
        {"rule": "unknown_code", "column_name": "response_type", "shape": "?"},
    ]


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("R-2026/17", "R-2026/17"),
        ("0012", "0012"),
        ("Jane Roe", None),
        ("Roe", None),
        ("5 Elm St", None),
        ("9" * 41, None),
    ],
)
def test_a_key_is_shown_only_if_it_looks_like_one(home: Home, key: str, shown: str | None) -> None:
    home.deliver(f"referrals_{EXTRACTED}.csv", [report(referral_id=key, priority="high")])
    assert home.quarantine()[0]["key"] == shown


def test_the_wrong_number_of_fields(home: Home) -> None:
    text = (
        "referral_id,received_at,updated_at,reporter_last_name\n"
        "R1,2026-11-01T08:00,2026-11-02T08:00,Okafor\n"
        "R2,2026-11-01T08:00,2026-11-02T08:00,Okafor,\n"
        "Okafor2,R3,2026-11-01T08:00,2026-11-02T08:00,x\n"
        "R4\n"
        "R5,2026-11-01T08:00,2026-11-02T08:00,\n"
        "\n"
        '"R6",2026-11-01T08:00,2026-11-02T08:00,"O"k"a"\n'
    )
    result = home.deliver(f"referrals_{EXTRACTED}.csv", text)
    assert_adds_up(result)
    assert (result.rows_in_file, result.rows_loaded, result.rows_quarantined) == (6, 2, 4)
    assert rules(result) == {("wrong_number_of_fields", None)}
    assert [(row["row_number"], row["key"]) for row in home.quarantine()] == [
        (3, None),
        (4, None),
        (5, None),
        (7, None),
    ]


def test_rows_that_contradict_each_other_both_go_to_quarantine(home: Home) -> None:
    rows = [
        report(1, family_id="F1"), report(1, family_id="F2"), report(1, family_id="F1"),
        report(2, family_id="F1"), report(2, family_id="F1"),
        report(3, family_id="F1"), report(3, family_id="F2", updated_at="2026-11-03T08:00"),
        report(4, family_id="F1"), report(4, family_id="F2", priority="high"),
        report(5), report(5, deleted="Y"),
    ]  # fmt: skip
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert_adds_up(result)
    assert rules(result) == {("contradicting_rows", "referral_id"), ("unknown_code", "priority")}
    assert [row["row_number"] for row in home.quarantine()] == [2, 3, 4, 10, 11, 12]
    assert (result.rows_loaded, result.rows_unchanged, result.rows_superseded) == (3, 1, 1)
    assert {row["referral_id"]: row["family_id"] for row in home.current()} == {"R2": "F1", "R3": "F2", "R4": "F1"}


def test_rows_contradict_each_other_without_an_updated_at_too(home: Home) -> None:
    rows = [{"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": each} for each in ("F1", "F2")]
    assert home.deliver(f"referrals_{EXTRACTED}.csv", rows).rows_quarantined == 2


def test_the_same_instant_written_two_ways_is_the_same_updated_at(home: Home) -> None:
    rows = [
        report(1, updated_at="2026-11-02T08:00", family_id="F1"),
        report(1, updated_at="2026-11-02T14:00Z", family_id="F2"),
    ]
    assert home.deliver(f"referrals_{EXTRACTED}.csv", rows).rows_quarantined == 2


def test_a_row_that_breaks_policy_loads(home: Home) -> None:
    rows = [
        report(1, screening_decision="screened_out"),
        report(2, accepted_at="2026-11-03T08:00", initiated_at="2026-11-02T08:00"),
        report(3, received_at="2026-11-05T08:00", screened_at="2026-11-01T08:00", residence_county_fips="12345"),
        report(4, updated_at="2026-10-01T08:00"),
    ]
    assert home.deliver(f"referrals_{EXTRACTED}.csv", rows).rows_loaded == 4


def test_a_deleted_row_needs_only_its_key_and_its_time_of_change(home: Home) -> None:
    rows = [
        report(1, deleted="Y", received_at="", priority="nonsense", family_id="F1"),
        {"referral_id": "R2", "updated_at": "2026-11-02T08:00", "deleted": "true"},
        report(3, deleted="N"),
        report(4, deleted="perhaps"),
        report(5, deleted="1", referral_id=""),
    ]
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert rules(result) == {("not_a_boolean", "deleted"), ("missing_required", "referral_id")}
    deleted = home.ask("select * exclude (referral_id, updated_at) from raw.referrals where deleted")
    assert all(value in (None, True) for row in deleted for name, value in row.items() if not name.startswith("_"))
    assert [row["referral_id"] for row in home.current()] == ["R3"]


def test_a_deletion_without_an_updated_at_column(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", [{"referral_id": "R1", "received_at": "2026-11-01T08:00"}])
    home.deliver("referrals_2026-11-20.csv", "referral_id,received_at,deleted\nR1,,Y\n")
    assert home.current() == []


def test_a_row_number_is_right_in_a_file_that_is_read_in_parallel(home: Home) -> None:
    """Row numbers follow from the order of the rows in the file, whichever thread read which part of it."""
    bad = {7, 60_001, 123_456, 299_999}
    lines = ["referral_id,received_at,updated_at,priority\n"]
    lines += [f"R{at},2026-10-01 10:00,2026-10-01 11:00,{'x' if at in bad else 'II'}\n" for at in range(1, 300_001)]
    result = home.deliver("referrals_2026-11-20.csv", "".join(lines))
    assert result.rows_quarantined == len(bad)
    assert result.rejections[0].row_numbers == [at + 1 for at in sorted(bad)]
