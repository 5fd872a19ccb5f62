"""Files without a stated time beside full files, and files whose stated time has not come: nothing is lost unsaid."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest
from ingest_home import Home, assert_adds_up, bad_and_good, judged_by_limits, keys, report, reports

from ingest.storing.recognise import NeverReleased, release

SMALLEST = "referral_id,received_at\n"
R1, R2, R3, R4 = (f"R{at},2026-11-0{at} 09:30\n" for at in range(1, 5))
TWO, FOUR = SMALLEST + R1 + R2, SMALLEST + R1 + R2 + R3 + R4


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def dated(days: int) -> str:
    """The day that lies so many days after today where the extracts come from."""
    return f"{datetime.now(ZoneInfo('America/Chicago')) + timedelta(days=days):%Y-%m-%d}"


def test_the_smallest_honest_file_lands(home: Home) -> None:
    result = home.deliver("referrals.csv", TWO)
    assert (result.status, result.rows_loaded) == ("landed", 2)
    again = home.deliver("referrals.csv", FOUR)
    assert (again.status, again.rows_loaded, again.rows_unchanged) == ("landed", 2, 2)
    assert keys(home) == ["R1", "R2", "R3", "R4"]


@pytest.mark.parametrize("full", [TWO, "referral_id,received_at,updated_at\nR1,2026-11-01 09:30,2026-11-01 10:00\n"])
def test_a_file_without_any_time_is_held_after_a_full_file(home: Home, full: str) -> None:
    home.deliver("referrals-full_2026-11-03.csv", full)
    before = home.current()
    held = home.deliver("referrals.csv", FOUR)
    assert (held.status, held.rows_held, held.rows_superseded, held.can_be_released) == ("held", 4, 0, False)
    assert_adds_up(held)
    assert "referrals_2026-11-20.csv" in str(held.reason)
    assert "manifest" in str(held.reason)
    assert home.current() == before
    (line,) = home.ask("select success, severity, sentence from ledger.validations where subject_id = 'L00002'")
    assert line == {"success": False, "severity": "block", "sentence": held.reason}


def test_nobody_can_release_it(home: Home) -> None:
    home.deliver("referrals-full_2026-11-03.csv", TWO)
    path = home.write("referrals.csv", FOUR)
    held = home.ingest(path)[0]
    with duckdb.connect(str(home.landing)) as con, pytest.raises(NeverReleased, match="deliver it again"):
        release(con, held.load_id, "it is right")
    assert home.ask("select * from ledger.releases") == []
    assert home.ingest(path)[0].status == "held"


def test_it_lands_once_its_name_or_a_manifest_says_when(home: Home) -> None:
    home.deliver("referrals-full_2026-11-03.csv", TWO)
    assert home.deliver("referrals.csv", FOUR).status == "held"
    home.write("manifest.json", json.dumps({"files": {"referrals.csv": {"extracted_at": "2026-11-05"}}}))
    assert home.deliver("referrals.csv", FOUR).rows_loaded == 2
    assert home.deliver("referrals_2026-11-06.csv", FOUR).rows_unchanged == 4
    assert keys(home) == ["R1", "R2", "R3", "R4"]


def test_a_file_whose_rows_say_when_they_changed_lands(home: Home) -> None:
    home.deliver("referrals-full_2026-11-03.csv", reports(1, 2, updated_at="2026-10-31T08:00"))
    result = home.deliver("referrals.csv", reports(1, 2, 3, updated_at="2026-11-04T08:00"))
    assert (result.status, result.rows_loaded) == ("landed", 3)
    assert keys(home) == ["R1", "R2", "R3"]


def test_a_full_file_of_another_extract_is_no_reason(home: Home) -> None:
    home.deliver("recordings-full_2026-11-03.csv", "recording_id,referral_id,recorded_at\n")
    assert home.deliver("referrals.csv", TWO).status == "landed"


def test_one_folder_holds_both(home: Home) -> None:
    home.write("referrals-full_2026-11-03.csv", TWO)
    home.write("referrals.csv", FOUR)
    assert [each.status for each in home.ingest(home.inbox)] == ["landed", "held"]
    assert [each.status for each in home.check(home.inbox)] == ["landed", "held"]
    assert home.check(home.inbox / "referrals.csv")[0].status == "landed"
    assert keys(home) == ["R1", "R2"]


def test_a_full_file_of_an_earlier_day_does_not_delete_what_may_be_newer(home: Home) -> None:
    home.deliver("referrals.csv", FOUR)
    path = home.write("referrals-full_2026-11-03.csv", TWO)
    held = home.ingest(path)[0]
    assert (held.status, held.can_be_released) == ("held", True)
    assert "It would delete 2 keys" in str(held.reason)
    assert keys(home) == ["R1", "R2", "R3", "R4"]
    with duckdb.connect(str(home.landing)) as con:
        release(con, held.load_id, "these two were expunged")
    landed = home.ingest(path)[0]
    assert (landed.status, landed.keys_deleted) == ("landed", 2)
    assert "2 of the keys that it deleted came in files without a stated time" in str(landed.notes)
    assert keys(home) == ["R1", "R2"]


def test_a_full_file_that_is_surely_newer_deletes_what_it_lacks(home: Home) -> None:
    home.deliver("referrals.csv", FOUR)
    result = home.deliver(f"referrals-full_{dated(+1)}.csv", TWO)
    assert (result.status, result.keys_deleted) == ("landed", 2)
    assert keys(home) == ["R1", "R2"]


def test_a_full_file_that_lacks_no_key_lands_beside_a_file_without_a_time(home: Home) -> None:
    home.deliver("referrals.csv", TWO)
    assert home.deliver("referrals-full_2026-11-05.csv", FOUR).status == "landed"
    assert keys(home) == ["R1", "R2", "R3", "R4"]


@pytest.mark.parametrize(
    "name", ["referrals_2062-11-20.csv", "referrals-full_2062-11-20.csv", "referrals_9998-01-01.csv"]
)
def test_a_time_that_has_not_come_is_held_until_it_is_released(home: Home, name: str) -> None:
    home.deliver("referrals_2026-11-19.csv", reports(1))
    path = home.write(name, reports(1, 2))
    held = home.ingest(path)[0]
    assert (held.status, held.rows_held) == ("held", 2)
    assert "after this machine's clock" in str(held.reason)
    assert keys(home) == ["R1"]


def test_the_manifests_time_is_held_too_and_the_right_one_lands(home: Home) -> None:
    home.write("manifest.json", json.dumps({"files": {"referrals.csv": {"extracted_at": "2062-11-20T06:00"}}}))
    held = home.deliver("referrals.csv", reports(1))
    assert (held.status, str(held.reason).split()[:2]) == ("held", ["The", "manifest"])
    home.write("manifest.json", json.dumps({"files": {"referrals.csv": {"extracted_at": "2026-11-20T06:00"}}}))
    assert home.deliver("referrals.csv", reports(1)).status == "landed"


@pytest.mark.parametrize(("days", "status"), [(0, "landed"), (1, "landed"), (3, "held")])
def test_a_day_ahead_of_the_clock_is_no_typo(home: Home, days: int, status: str) -> None:
    assert home.deliver(f"referrals_{dated(days)}T00-00Z.csv", reports(1)).status == status


def test_a_release_lets_a_time_ahead_through(home: Home) -> None:
    path = home.write("referrals_2062-11-20.csv", reports(1))
    held = home.ingest(path)[0]
    with duckdb.connect(str(home.landing)) as con:
        assert release(con, held.load_id, "the clock of this machine stands still") == path
    landed = home.ingest(path)[0]
    assert (landed.status, landed.reason) == ("landed", "let through by a release")


@pytest.mark.parametrize("name", ["referrals_9998-11-20.csv", "referrals-full_2527-01-01.csv"])
def test_nobody_can_release_a_time_over_a_century_ahead(home: Home, name: str) -> None:
    held = home.deliver(name, reports(1))
    assert (held.status, held.can_be_released) == ("held", False)
    with duckdb.connect(str(home.landing)) as con, pytest.raises(NeverReleased, match="over a century"):
        release(con, held.load_id, "why not")


def test_every_reason_is_said_at_once(home: Home) -> None:
    held = home.deliver("referrals_2062-11-20.csv", bad_and_good(30, 10), judge=judged_by_limits)
    assert held.status == "held"
    assert "after this machine's clock" in str(held.reason)
    assert "Too many rows" in str(held.reason)


def test_an_older_version_in_a_full_file_is_no_loss(home: Home) -> None:
    home.deliver("referrals_2026-11-02.csv", [report(1), report(2)])
    home.deliver("referrals.csv", SMALLEST + R1)
    assert home.deliver("referrals-full_2026-11-01.csv", reports(2)).status == "landed"
    assert keys(home) == ["R1", "R2"]
