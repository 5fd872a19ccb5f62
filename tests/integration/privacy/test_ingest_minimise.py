"""Names and contacts are never stored: a column says only whether they were given."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_home import Home, report, rules

EXTRACTED = "2026-11-20T06-00-00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


NAMES = {
    "Jane": True, "Ok": True, "7": True, "Xu": True, "né": True, "李": True, "Na Na": True, "xxx": True, "½": True,
    "": False, "  ": False, "Anonymous": False, "ANON.": False, "un-known": False, "UNK": False, "Refused!": False,
    "de clined": False, "Not Given": False, "not_given": False, "N/A": False, "n.a.": False, "(none)": False,
    "x": False, "X.X.": False, "---": False, "??": False, "😀": False, "🙈x🙉": False, "“None”": False,
}  # fmt: skip


def test_a_placeholder_is_not_a_name(home: Home) -> None:
    home.deliver(
        f"referrals_{EXTRACTED}.csv",
        [report(100 + at, reporter_first_name=each) for at, each in enumerate(NAMES)],
    )
    found = [row["reporter_first_name_given"] for row in home.ask("select * from raw.referrals order by referral_id")]
    assert dict(zip(NAMES, found, strict=True)) == NAMES


def test_a_derived_column_says_only_whether_a_value_was_given(home: Home) -> None:
    rows = [
        report(1, reporter_phone="405 555 0100", reporter_address="unknown", search_exception="unknown"),
        report(2, reporter_phone="", reporter_address="n/a", search_exception=" "),
        report(3, reporter_phone="none", reporter_address="12 Elm St", search_exception="no time"),
    ]
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    current = home.current()
    assert [row["reporter_contact_given"] for row in current] == [True, False, True]
    assert [row["search_exception_given"] for row in current] == [True, False, True]
    assert [row["reporter_first_name_given"] for row in current] == [None] * 3
    columns = {row["column_name"] for row in home.ask("select column_name from ledger.delivered_columns")}
    assert columns == {"referral_id", "received_at", "updated_at", "reporter_contact_given", "search_exception_given"}
    assert "reporter_phone" not in str(result.notes)


def test_a_derived_column_may_be_delivered_instead(home: Home) -> None:
    result = home.deliver(
        f"referrals_{EXTRACTED}.csv",
        [
            report(1, reporter_first_name_given="Y"),
            report(2, reporter_first_name_given=""),
            report(3, reporter_first_name_given="Jane"),
        ],
    )
    assert [row["reporter_first_name_given"] for row in home.current()] == [True, None]
    assert rules(result) == {("not_a_boolean", "reporter_first_name_given")}


def test_the_name_decides_where_both_are_delivered(home: Home) -> None:
    rows = [report(1, reporter_first_name="Jane", reporter_first_name_given="N")]
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert [row["reporter_first_name_given"] for row in home.current()] == [True]
    assert "reporter_first_name_given was delivered beside what it is derived from" in str(result.notes)


def test_a_complaint_without_a_name_is_anonymous(home: Home) -> None:
    rows = [
        {"complaint_id": f"C{at}", "received_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00",
         "complainant_name": name, "complainant_contact": "555 0100"}
        for at, name in enumerate(["Ida", "anonymous", ""])
    ]  # fmt: skip
    home.deliver(f"oca_complaints_{EXTRACTED}.csv", rows)
    assert [row["complainant_anonymous"] for row in home.current("oca_complaints")] == [False, True, True]


def test_a_court_order_number_is_not_kept(home: Home) -> None:
    rows = [
        {"disclosure_id": f"D{at}", "recording_id": "A1", "disclosed_at": "2026-11-01T08:00",
         "updated_at": "2026-11-02T08:00", "court_order_number": number}
        for at, number in enumerate(["JD-2026-17", "", "unknown"])
    ]  # fmt: skip
    home.deliver(f"recording_disclosures_{EXTRACTED}.csv", rows)
    found = [row["court_order_number_given"] for row in home.current("recording_disclosures")]
    assert found[:2] == [True, False]


def test_a_callers_number_is_not_kept(home: Home) -> None:
    """A telephone system writes a word where a caller hides the number: that is no number."""
    rows = [
        {"call_id": f"L{at}", "offered_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00",
         "caller_number": number}
        for at, number in enumerate(["405-555-0173", "+1 (405) 555-0173", "anonymous", "Unknown", "", "---"])
    ]  # fmt: skip
    home.deliver(f"calls_{EXTRACTED}.csv", rows)
    assert [row["caller_number_given"] for row in home.current("calls")] == [True, True, False, False, False, False]


def test_a_caller_number_given_may_be_delivered_in_place_of_the_number(home: Home) -> None:
    rows = [
        {"call_id": f"L{at}", "offered_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00",
         "caller_number_given": given}
        for at, given in enumerate(["Y", "N", ""])
    ]  # fmt: skip
    home.deliver(f"calls_{EXTRACTED}.csv", rows)
    assert [row["caller_number_given"] for row in home.current("calls")] == [True, False, None]
