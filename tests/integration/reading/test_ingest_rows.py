"""Values: the texts that each type accepts, those that it rejects, and times that the clock repeats or skips."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from ingest_home import Home, Row, assert_adds_up, report

EXTRACTED = "2026-11-20T06-00-00"
AN_INSTANT = datetime(2026, 11, 19, 20, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def read(home: Home, column: str, texts: list[str], extract: str = "referrals", base: Row | None = None) -> list[Any]:
    """Return the stored value of each text in a column, in the order given; the rule in place of a value not stored."""
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
    "0001-01-01": date(1, 1, 1),
    "9999-12-31": date(9999, 12, 31),
    "0000-12-31": "not_a_date",
    "": None,
    "2026-02-29": "not_a_date",
    "2026-11-19T00:00": "not_a_date",
    "2026-11-19 00:00:00": "not_a_date",
    "20261119": "not_a_date",
    "11/19/2026": "not_a_date",
    "today": "not_a_date",
    "2026-1-9": "not_a_date",
}


def test_dates_are_read_however_early_or_late(home: Home) -> None:
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
    texts = ["40109", "4001", " 99999 ", "OK-1", ""]
    assert read(home, "residence_county_fips", texts) == ["40109", "4001", "99999", "OK-1", None]


def test_the_clock_changes(home: Home) -> None:
    """A time in the repeated hour is its first pass; a skipped time keeps the offset before. Both are flagged."""
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
