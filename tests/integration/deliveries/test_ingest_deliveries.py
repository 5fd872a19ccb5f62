"""Deliveries: files that come again, versions that win, and the line for each file in the ledger."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ingest_home import Home, assert_adds_up, bad_and_good, report, reports


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_the_same_file_twice_changes_nothing(home: Home) -> None:
    path = home.write("referrals_2026-11-20.csv", reports(1, 2))
    first, second = home.ingest(path)[0], home.ingest(path)[0]
    assert (first.status, second.status) == ("landed", "unchanged")
    assert (second.rows_unchanged, second.rows_in_file) == (2, 2)
    assert len(home.raw()) == 2
    assert home.ask("select count(*) as n from raw.referrals_seen") == [{"n": 0}]


def test_the_same_bytes_with_a_later_date_land_with_their_rows_unchanged(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1, 2))
    result = home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert (result.status, result.rows_loaded, result.rows_unchanged) == ("landed", 0, 2)
    assert len(home.raw()) == 2


def test_the_same_bytes_as_a_full_file_are_another_delivery(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1, 2))
    assert home.deliver("referrals-full_2026-11-20.csv", reports(1, 2)).status == "landed"


def test_another_name_with_the_same_date_is_the_same_delivery(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", reports(1))
    assert home.deliver("referrals-again-20261120.csv", reports(1)).status == "unchanged"


def test_an_undated_repeat_is_unchanged(home: Home) -> None:
    path = home.write("referrals.csv", reports(1))
    first, second = home.ingest(path)[0], home.ingest(path)[0]
    assert (first.extracted_at_source, first.status, second.status) == ("load_time", "landed", "unchanged")
    assert "no time in name or manifest" in str(first.notes)
    assert first.extracted_at is not None
    assert datetime.now(UTC) - first.extracted_at < timedelta(minutes=5)


def test_load_time_never_decides(tmp_path: Path) -> None:
    found = []
    for order in ((0, 1), (1, 0)):
        home = Home(tmp_path / str(order[0]))
        paths = [home.write(f"referrals-{each}.csv", [report(family_id=f"F{each}")]) for each in "12"]
        home.ingest(*(paths[each] for each in order))
        found.append(home.current())
    assert found[0] == found[1]


def test_a_stated_time_beats_none_at_the_same_updated_at(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", [report(family_id="F0")])
    for at in range(5):
        home.deliver(f"referrals-x{at}.csv", [report(family_id=f"F{at + 1}")])
    assert home.current()[0]["family_id"] == "F0"


def test_the_newest_version_wins_and_the_older_is_superseded(home: Home) -> None:
    newer = [report(1, updated_at="2026-11-10T08:00", family_id="F2")]
    home.deliver("referrals_2026-11-20.csv", newer)
    result = home.deliver("referrals_2026-11-21.csv", [report(1, family_id="F1"), report(2)])
    assert (result.rows_loaded, result.rows_superseded) == (1, 1)
    assert home.current()[0]["family_id"] == "F2"


def test_without_an_updated_at_the_extracts_time_stands_in(home: Home) -> None:
    def delivered(day: int, family: str) -> Any:
        row = {"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": family}
        return home.deliver(f"referrals_2026-11-{day}.csv", [row])

    result = delivered(20, "F1")
    assert "no updated_at column: extracted_at stands in" in str(result.notes)
    assert (delivered(19, "F2").rows_superseded, home.current()[0]["family_id"]) == (1, "F1")
    assert (delivered(21, "F2").rows_loaded, home.current()[0]["family_id"]) == (1, "F2")
    assert (delivered(22, "F1").rows_loaded, home.current()[0]["family_id"]) == (1, "F1")
    assert (delivered(23, "F1").rows_unchanged, len(home.raw())) == (1, 2)


def test_as_of_a_past_day_only_what_was_extracted_by_then_counts(home: Home) -> None:
    for day, family in ((22, "F1"), (20, "F1"), (21, "F2")):
        row = {"referral_id": "R1", "received_at": "2026-11-01T08:00", "family_id": family}
        home.deliver(f"referrals_2026-11-{day}.csv", [row])
    for day, family in ((20, "F1"), (21, "F2"), (22, "F1")):
        until = datetime(2026, 11, day, 12, tzinfo=UTC)
        assert [row["family_id"] for row in home.current(read_until=until)] == [family]


def test_complaints_leave_no_gap_in_the_numbers_of_the_agencys_loads(home: Home) -> None:
    """Complaints, and files that may be misnamed complaints, have their own numbers (policy-rules section 6)."""
    complaints = home.write("oca_complaints_2026-11-20.csv", "complaint_id,received_at\nC1,2026-11-01 10:00\n")
    paths = [complaints, home.write("referrals_2026-11-20.csv", [report(1)]), home.write("complaint.csv", "a\n")]
    assert [home.ingest(path)[0].load_id for path in paths] == ["O00001", "L00001", "O00002"]


def test_the_ledger_has_a_line_for_every_file(home: Home) -> None:
    good = home.write("referrals_2026-11-20.csv", [*reports(1, 2), report(3, priority="x")])
    paths = [good, good, home.write("referrals_2026-11-21.csv", "a,b\n"), home.write("unknown.csv", "a\n")]
    results = [home.ingest(path)[0] for path in paths]
    lines = home.loads()
    assert [line["load_id"] for line in lines] == ["L00001", "L00002", "L00003", "O00001"]
    assert [line["status"] for line in lines] == ["landed", "unchanged", "refused", "refused"]
    for line, result in zip(lines, results, strict=True):
        assert_adds_up(result)
        reported = asdict(result)
        assert {name: line[name] for name in line.keys() & reported.keys()} == {
            name: reported[name] for name in line.keys() & reported.keys()
        }
    assert lines[0]["file_sha256"] == hashlib.sha256(good.read_bytes()).hexdigest()
    assert lines[0]["file_path"] == str(good)
    assert home.ask('select rule, column_name, "rows", row_numbers from ledger.rejections') == [
        {"rule": "unknown_code", "column_name": "priority", "rows": 1, "row_numbers": [4]}
    ]


def test_only_the_first_hundred_row_numbers_are_kept(home: Home) -> None:
    home.deliver("referrals_2026-11-20.csv", bad_and_good(130, 0))
    (found,) = home.ask('select "rows", row_numbers from ledger.rejections')
    assert (found["rows"], found["row_numbers"]) == (130, list(range(2, 102)))
    assert len(home.quarantine()) == 130
