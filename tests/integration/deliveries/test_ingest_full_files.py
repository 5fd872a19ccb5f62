"""Deletions, and full files, which delete the keys that they lack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ingest_home import Home, assert_adds_up, keys, report, reports


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_deletion_may_come_before_its_row(home: Home) -> None:
    deletion = [{"referral_id": "R1", "updated_at": "2026-11-05T08:00", "deleted": "Y", "received_at": None}]
    home.deliver("referrals_2026-11-20.csv", deletion)
    result = home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert (result.rows_loaded, result.rows_superseded) == (1, 1)
    assert keys(home) == ["R2"]
    home.deliver("referrals_2026-11-22.csv", reports(1, updated_at="2026-11-06T08:00"))
    assert keys(home) == ["R1", "R2"]


def test_the_deletion_wins_if_nothing_else_sets_two_rows_apart(tmp_path: Path) -> None:
    for number in range(6):
        home = Home(tmp_path / str(number))
        home.deliver("referrals_2026-11-20.csv", reports(number))
        home.deliver("referrals-expunged_2026-11-20.csv", [report(number, deleted="Y")])
        assert keys(home) == []


def test_a_full_file_deletes_what_it_lacks_as_of_its_time(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2, 3))
    result = home.deliver("referrals-full_2026-11-20.csv", reports(1, 2))
    assert (result.kind, result.keys_deleted, result.rows_unchanged) == ("full", 1, 2)
    assert_adds_up(result)
    assert keys(home) == ["R1", "R2"]
    (deletion,) = home.ask("select referral_id, updated_at, _extracted_at from raw.referrals where deleted")
    assert list(deletion.values()) == ["R3", *[datetime(2026, 11, 20, 6, tzinfo=UTC)] * 2]


def test_a_full_file_twice_and_the_next_one(home: Home) -> None:
    home.deliver("referrals-full_2026-11-19.csv", reports(1, 2, 3))
    path = home.write("referrals-full_2026-11-20.csv", reports(1, 2))
    assert [home.ingest(path)[0].status for _ in range(2)] == ["landed", "unchanged"]
    assert home.deliver("referrals-full_2026-11-21.csv", reports(1, 2)).keys_deleted == 0
    assert keys(home) == ["R1", "R2"]


def test_an_older_delta_after_a_full_file_stays_deleted(home: Home) -> None:
    home.deliver("referrals-full_2026-11-20.csv", reports(1, 2))
    result = home.deliver("referrals_2026-11-19.csv", reports(2, 3))
    assert (result.rows_unchanged, result.rows_superseded) == (1, 1)
    assert keys(home) == ["R1", "R2"]


def test_a_later_delta_brings_a_key_back(home: Home) -> None:
    home.deliver("referrals-full_2026-11-20.csv", reports(1))
    home.deliver("referrals_2026-11-21.csv", reports(2, updated_at="2026-11-20T18:00"))
    assert keys(home) == ["R1", "R2"]


def test_an_older_full_file_deletes_nothing_that_came_later(home: Home) -> None:
    home.deliver("referrals_2026-11-21.csv", reports(1, 2))
    assert home.deliver("referrals-full_2026-11-20.csv", reports(2)).keys_deleted == 0
    assert keys(home) == ["R1", "R2"]


def test_a_full_file_without_rows_deletes_everything(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    result = home.deliver("referrals-full_2026-11-20.csv", "referral_id,received_at,updated_at\n")
    assert (result.status, result.rows_in_file, result.keys_deleted) == ("landed", 0, 2)
    assert "a header and no rows" in str(result.notes)
    assert keys(home) == []


def test_keys_of_quarantined_rows_count_as_present(home: Home) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2, 3, 4))
    rows = [
        report(1, priority="high"),
        report(2, family_id="F1", updated_at="2026-11-19T08:00"),
        report(2, family_id="F2", updated_at="2026-11-19T08:00"),
        report(3),
    ]
    result = home.deliver("referrals-full_2026-11-20.csv", rows)
    assert (result.rows_quarantined, result.keys_deleted) == (3, 1)
    assert keys(home) == ["R1", "R2", "R3"]
    # A file that comes later and is older knows of it too.
    home.deliver("referrals_2026-11-18.csv", reports(1, 2, 5, updated_at="2026-11-01T09:00"))
    assert keys(home) == ["R1", "R2", "R3"]


@pytest.mark.parametrize("row", ["R1,2026-11-01T08:00", ",2026-11-01T08:00,2026-11-02T08:00"])
def test_a_bad_row_without_a_readable_key_deletes_nothing(home: Home, row: str) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1, 2))
    text = f"referral_id,received_at,updated_at\nR2,2026-11-01T08:00,2026-11-02T08:00\n{row}\n"
    result = home.deliver("referrals-full_2026-11-20.csv", text)
    assert (result.status, result.keys_deleted, result.rows_quarantined) == ("landed", 0, 1)
    assert "the full file deleted nothing" in str(result.notes)
    assert keys(home) == ["R1", "R2"]
    home.deliver("referrals_2026-11-18.csv", reports(3))
    assert keys(home) == ["R1", "R2", "R3"]


def test_a_full_file_without_a_stated_time_is_refused(home: Home) -> None:
    result = home.deliver("referrals-full.csv", reports(1))
    assert result.status == "refused"
    assert "as of when" in str(result.reason)
