"""Values and rows: what each type reads, what sends a row to quarantine, and what never does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ingest_home import Home, Row, assert_adds_up, rules

EXTRACTED = "2026-11-20T06-00-00"
AN_INSTANT = datetime(2026, 11, 19, 20, 30, tzinfo=UTC)


def report(number: int = 1, **values: object) -> dict[str, object]:
    """The smallest honest row, and what matters to the test."""
    return {
        "referral_id": f"R{number}", "received_at": "2026-11-01T08:00", "updated_at": "2026-11-02T08:00", **values,
    }  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def read(home: Home, column: str, texts: list[str], extract: str = "referrals", base: Row | None = None) -> list[Any]:
    """What is stored of each text in a column, in the order given; 'rule' in place of a value that can't be right."""
    rows = [
        {**(base or report()), **{next(iter(base or report())): f"R{at}"}, column: text}
        for at, text in enumerate(texts)
    ]
    result = home.deliver(f"{extract}_{EXTRACTED}.csv", rows)
    assert_adds_up(result)
    key = next(iter(rows[0]))
    stored = {row[key]: row[column] for row in home.raw(extract)}
    bad = {
        row["key"]: row["reasons"][0]["rule"] for row in home.quarantine() if row["reasons"][0]["column_name"] == column
    }
    return [bad[f"R{at}"] if f"R{at}" in bad else stored[f"R{at}"] for at in range(len(texts))]


TIMESTAMPS = {
    "2026-11-19T14:30:00": AN_INSTANT,
    "2026-11-19 14:30": AN_INSTANT,
    "2026-11-19T14:30": AN_INSTANT,
    " 2026-11-19T14:30:00 ": AN_INSTANT,
    "2026-11-19t14:30:00.000": AN_INSTANT,
    "2026-11-19T14:30:00,0": AN_INSTANT,
    "2026-11-19T14:30:00.123456": AN_INSTANT.replace(microsecond=123456),
    "2026-11-19T14:30:00.123456789": AN_INSTANT.replace(microsecond=123456),
    "2026-11-19T20:30:00Z": AN_INSTANT,
    "2026-11-19T20:30Z": AN_INSTANT,
    "2026-11-19t20:30:00z": AN_INSTANT,
    "2026-11-19T15:30:00-05:00": AN_INSTANT,
    "2026-11-19T14:30-0600": AN_INSTANT,
    "2026-11-19 14:30-06": AN_INSTANT,
    "2026-11-20T02:00:00.5+05:30": AN_INSTANT.replace(microsecond=500000),
    "2024-02-29T00:00": datetime(2024, 2, 29, 6, tzinfo=UTC),
    "1970-01-01T00:00": datetime(1970, 1, 1, 6, tzinfo=UTC),
    "2026-11-21T06:00:00": datetime(2026, 11, 21, 12, tzinfo=UTC),
    "": None,
    "  ": None,
    "\u00a0\u3000": None,
    "2026-11-19": "not_a_timestamp",
    "2026-11-19T": "not_a_timestamp",
    "2026-11-19T24:00": "not_a_timestamp",
    "2026-11-19T14:60": "not_a_timestamp",
    "2026-11-19T14:30:60": "not_a_timestamp",
    "2026-11-19T1:30": "not_a_timestamp",
    "2026-02-29T10:00": "not_a_timestamp",
    "2026-11-31T10:00": "not_a_timestamp",
    "11/19/2026 14:30": "not_a_timestamp",
    "19.11.2026": "not_a_timestamp",
    "2026-11-19T14:30 CST": "not_a_timestamp",
    "2026-11-19T14:30+25:00": "not_a_timestamp",
    "infinity": "not_a_timestamp",
    "epoch": "not_a_timestamp",
    "now": "not_a_timestamp",
    "46345.5": "not_a_timestamp",
    "2026-11-21T06:00:01": "after_extraction",
    "2026-11-21T06:00:00.000001": "after_extraction",
    "9999-12-31T23:59": "after_extraction",
    "1969-12-31T23:59:59": "before_1970",
    "0000-01-01T00:00": "before_1970",
}


def test_timestamps(home: Home) -> None:
    assert dict(zip(TIMESTAMPS, read(home, "screened_at", list(TIMESTAMPS)), strict=True)) == TIMESTAMPS


DATES = {
    "2026-11-19": date(2026, 11, 19),
    " 2024-02-29 ": date(2024, 2, 29),
    "2030-01-01": date(2030, 1, 1),
    "1950-01-01": date(1950, 1, 1),
    "": None,
    "2026-02-29": "not_a_date",
    "2026-11-19T00:00": "not_a_date",
    "2026-11-19 00:00:00": "not_a_date",
    "20261119": "not_a_date",
    "11/19/2026": "not_a_date",
    "today": "not_a_date",
    "2026-1-9": "not_a_date",
}


def test_dates_and_none_is_too_early_or_too_late(home: Home) -> None:
    assert dict(zip(DATES, read(home, "response_due_on", list(DATES)), strict=True)) == DATES


INTEGERS = {
    "0": 0,
    " 7 ": 7,
    "007": 7,
    "": None,
    "   ": None,
    "1.7": "not_a_whole_number",
    "1.0": "not_a_whole_number",
    "1e3": "not_a_whole_number",
    "0x10": "not_a_whole_number",
    "+5": "not_a_whole_number",
    "-1": "not_a_whole_number",
    "1,000": "not_a_whole_number",
    "1_000": "not_a_whole_number",
    "٣": "not_a_whole_number",
    "two": "not_a_whole_number",
    "9" * 30: "not_a_whole_number",
}


def test_whole_numbers_are_digits(home: Home) -> None:
    assert dict(zip(INTEGERS, read(home, "prior_accepted_reports", list(INTEGERS)), strict=True)) == INTEGERS


def test_an_age_is_at_most_120(home: Home) -> None:
    base = {"allegation_id": "", "referral_id": "R1", "updated_at": "2026-11-02T08:00"}
    assert read(home, "child_age_years", ["0", "120", "121"], "allegations", base) == [0, 120, "out_of_range"]


def test_booleans_in_every_spelling(home: Home) -> None:
    yes = ["Y", "y", "yes", "YES", "Yes", "true", "TRUE", "t", "T", "1", " y "]
    no = ["N", "n", "no", "NO", "false", "False", "f", "F", "0"]
    other = ["maybe", "2", "on", "1.0", "yess", "-"]
    found = read(home, "emergency_response", [*yes, *no, "", " ", *other])
    assert found == [True] * len(yes) + [False] * len(no) + [None] * 2 + ["not_a_boolean"] * len(other)


def test_codes_in_any_case(home: Home) -> None:
    texts = ["assigned", " ASSIGNED ", "Screened_Out", "", "screened out", "assigned;"]
    assert read(home, "screening_decision", texts) == [
        "assigned", "assigned", "screened_out", None, "unknown_code", "unknown_code",
    ]  # fmt: skip


def test_codes_of_a_seed(home: Home) -> None:
    assert read(home, "reporter_type", ["Registered_Sex_Offender", "MEDICAL", "doctor"]) == [
        "registered_sex_offender", "medical", "unknown_code",
    ]  # fmt: skip


def test_priorities(home: Home) -> None:
    texts = ["I", "ii", "1", " 2 ", "i", "II", "", "3", "0", "1.0", "III", "Ⅱ"]
    assert read(home, "priority", texts) == [1, 2, 1, 2, 1, 2, None, *["unknown_code"] * 5]


def test_a_county_loads_as_delivered(home: Home) -> None:
    assert read(home, "residence_county_fips", ["40109", "4001", "99999", "nowhere", ""]) == [
        "40109", "4001", "99999", "nowhere", None,
    ]  # fmt: skip


def test_the_clock_changes(home: Home) -> None:
    """The repeated hour is its first pass, a skipped time keeps the offset before; both are flagged."""
    texts = {
        "2026-03-08T01:59:59": (datetime(2026, 3, 8, 7, 59, 59, tzinfo=UTC), None),
        "2026-03-08T02:00": (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), "screened_at:skipped"),
        "2026-03-08T02:30": (datetime(2026, 3, 8, 8, 30, tzinfo=UTC), "screened_at:skipped"),
        "2026-03-08T03:00": (datetime(2026, 3, 8, 8, 0, tzinfo=UTC), None),
        "2026-03-08T02:30:00-06:00": (datetime(2026, 3, 8, 8, 30, tzinfo=UTC), None),
        "2026-11-01T00:59:59": (datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC), None),
        "2026-11-01T01:00": (datetime(2026, 11, 1, 6, 0, tzinfo=UTC), "screened_at:repeated"),
        "2026-11-01T01:59:59": (datetime(2026, 11, 1, 6, 59, 59, tzinfo=UTC), "screened_at:repeated"),
        "2026-11-01T01:30:00-06:00": (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), None),
        "2026-11-01T02:00": (datetime(2026, 11, 1, 8, 0, tzinfo=UTC), None),
        "1974-01-06T02:15": (datetime(1974, 1, 6, 8, 15, tzinfo=UTC), "screened_at:skipped"),
    }
    rows = [report(100 + at, screened_at=text) for at, text in enumerate(texts)]
    home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    found = home.ask("select screened_at, _time_notes from raw.referrals order by referral_id")
    assert [tuple(row.values()) for row in found] == list(texts.values())


def test_every_time_of_a_row_is_flagged(home: Home) -> None:
    home.deliver(f"referrals_{EXTRACTED}.csv", [report(received_at="2026-03-08T02:10", screened_at="2026-11-01T01:10")])
    assert home.current()[0]["_time_notes"] == "received_at:skipped,screened_at:repeated"


def test_one_instant_written_two_ways_keeps_its_flag_in_any_order(tmp_path: Path) -> None:
    wall, offset = [report(screened_at="2026-03-08T02:30")], [report(screened_at="2026-03-08T03:30:00-05:00")]
    homes = []
    for number, order in enumerate([(wall, offset), (offset, wall)]):
        home = Home(tmp_path / str(number))
        for day, rows in enumerate(order):
            home.deliver(f"referrals_2026-11-2{day}.csv", rows)
        homes.append(home.current())
    assert homes[0] == homes[1]
    assert homes[0][0]["_time_notes"] == "screened_at:skipped"


# ------------------------------------------------------------------------------------------ quarantine


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


def test_rows_that_contradict_each_other_go_both(home: Home) -> None:
    rows = [
        report(1, family_id="A"), report(1, family_id="B"), report(1, family_id="A"),
        report(2, family_id="A"), report(2, family_id="A"),
        report(3, family_id="A"), report(3, family_id="B", updated_at="2026-11-03T08:00"),
        report(4, family_id="A"), report(4, family_id="B", priority="high"),
        report(5), report(5, deleted="Y"),
    ]  # fmt: skip
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert_adds_up(result)
    assert rules(result) == {("contradicting_rows", "referral_id"), ("unknown_code", "priority")}
    assert [row["row_number"] for row in home.quarantine()] == [2, 3, 4, 10, 11, 12]
    assert (result.rows_loaded, result.rows_unchanged, result.rows_superseded) == (3, 1, 1)
    assert {row["referral_id"]: row["family_id"] for row in home.current()} == {"R2": "A", "R3": "B", "R4": "A"}


def test_rows_contradict_each_other_without_an_updated_at_too(home: Home) -> None:
    rows = [{"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": each} for each in "AB"]
    assert home.deliver(f"referrals_{EXTRACTED}.csv", rows).rows_quarantined == 2


def test_the_same_instant_written_two_ways_is_the_same_updated_at(home: Home) -> None:
    rows = [
        report(1, updated_at="2026-11-02T08:00", family_id="A"),
        report(1, updated_at="2026-11-02T14:00Z", family_id="B"),
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


def test_a_deleted_row_needs_only_its_key_and_when(home: Home) -> None:
    rows = [
        report(1, deleted="Y", received_at="", priority="nonsense", family_id="F1"),
        {"referral_id": "R2", "updated_at": "2026-11-02T08:00", "deleted": "true"},
        report(3, deleted="N"),
        report(4, deleted="perhaps"),
        report(5, deleted="1", referral_id=""),
    ]
    result = home.deliver(f"referrals_{EXTRACTED}.csv", rows)
    assert rules(result) == {("not_a_boolean", "deleted"), ("missing_required", "referral_id")}
    gone = home.ask("select * exclude (referral_id, updated_at) from raw.referrals where deleted")
    assert all(value in (None, True) for row in gone for name, value in row.items() if not name.startswith("_"))
    assert [row["referral_id"] for row in home.current()] == ["R3"]


def test_a_deletion_without_an_updated_at_column(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", [{"referral_id": "R1", "received_at": "2026-11-01T08:00"}])
    home.deliver("referrals_2026-11-20.csv", "referral_id,received_at,deleted\nR1,,Y\n")
    assert home.current() == []


# ------------------------------------------------------------------------------------------ never stored

NAMES = {
    "Jane": True, "Ok": True, "7": True, "Xu": True, "né": True, "李": True, "Na Na": True, "xxx": True, "½": True,
    "": False, "  ": False, "Anonymous": False, "ANON.": False, "un-known": False, "UNK": False, "Refused!": False,
    "de clined": False, "Not Given": False, "not_given": False, "N/A": False, "n.a.": False, "(none)": False,
    "x": False, "X.X.": False, "---": False, "??": False, "😀": False, "🙈x🙉": False, "“None”": False,
}  # fmt: skip


def test_a_placeholder_is_no_name(home: Home) -> None:
    home.deliver(
        f"referrals_{EXTRACTED}.csv",
        [report(100 + at, reporter_first_name=each) for at, each in enumerate(NAMES)],
    )
    found = [row["reporter_first_name_given"] for row in home.ask("select * from raw.referrals order by referral_id")]
    assert dict(zip(NAMES, found, strict=True)) == NAMES


def test_what_a_derived_column_says(home: Home) -> None:
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


def test_a_row_number_is_right_in_a_file_that_is_read_in_parallel(home: Home) -> None:
    """Row numbers follow from the order in which rows were read, whoever read which part of the file."""
    bad = {7, 60_001, 123_456, 299_999}
    lines = ["referral_id,received_at,updated_at,priority\n"]
    lines += [f"R{at},2026-10-01 10:00,2026-10-01 11:00,{'x' if at in bad else 'II'}\n" for at in range(1, 300_001)]
    result = home.deliver("referrals_2026-11-20.csv", "".join(lines))
    assert result.rows_quarantined == len(bad)
    assert result.rejections[0]["row_numbers"] == [at + 1 for at in sorted(bad)]
