"""Any past day again: what a build as of it reads of all the versions is what had been extracted by then."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_home import ZONE, Home
from test_ingest_order import FILES, File

from hotline.building.dbt_run import dbt_command

# The files of the property are extracted at the start of the first two of these days, and at noon between them.
DAYS = (date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22))

Reader = Callable[[Home, str, datetime | None], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Reader:
    """Reads the current rows of an extract through the project's own staging models, as dbt writes them out."""
    folder = tmp_path_factory.mktemp("home")
    already_read(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "HOTLINE_"))}
    with duckdb.connect(str(folder / "landing.duckdb")), duckdb.connect(str(folder / "warehouse.duckdb")):
        pass
    done = subprocess.run(
        dbt_command("compile", "--select", "stg_referrals", "stg_recordings"),
        env={
            **kept,
            "HOTLINE_BUILD_PATH": str(folder / "warehouse.duckdb"),
            "HOTLINE_LANDING_PATH": str(folder / "landing.duckdb"),
            "HOTLINE_TEMP": str(folder),
            "HOTLINE_JURISDICTION": "oklahoma",
            "DBT_TARGET_PATH": str(folder / "dbt" / "target"),
            "DBT_LOG_PATH": str(folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    compiled = folder / "dbt" / "target" / "compiled" / "hotline" / "models" / "staging"

    def read(home: Home, extract: str, until: datetime | None) -> list[dict[str, Any]]:
        question = (compiled / f"stg_{extract}.sql").read_text(encoding="utf-8")
        with duckdb.connect(":memory:") as con:
            con.execute(f"attach '{home.landing}' as landing (read_only)")
            con.execute("set TimeZone = 'UTC'; create schema control")
            con.execute("create table control.build as select ?::timestamptz as read_until", [until])
            question = re.sub('"warehouse".', "", question)
            # Which of several files with the same row stands for it is no part of what a build tells.
            found = con.execute(f"select * exclude (extracted_at) from ({question})")
            names = [each[0] for each in found.description or []]
            return sorted((dict(zip(names, row, strict=True)) for row in found.fetchall()), key=repr)

    return read


def start_of(day: date | str | None) -> datetime:
    """The instant that the day in a file's name means."""
    with duckdb.connect(":memory:") as con:
        con.execute("set TimeZone = 'UTC'")
        found: datetime = con.execute("select timezone(?, ?::timestamp)", [ZONE, day]).fetchall()[0][0]
    return found


def referrals(home: Home, stated: str, kind: str = "", **rows: tuple[str, str, str]) -> None:
    """Deliver reports by key, each with its decision, its family and when it was updated."""
    home.deliver(
        f"referrals{kind}_{stated}.csv",
        [
            {
                "referral_id": key, "received_at": "2026-10-01T08:00:00", "screening_decision": decision,
                "family_id": family, "updated_at": updated,
            }
            for key, (decision, family, updated) in rows.items()
        ],
    )  # fmt: skip


def told(current: Reader, home: Home, day: date | None) -> dict[str, tuple[str, str]]:
    """The decision and the family of each current report as of the start of a day."""
    rows = current(home, "referrals", start_of(day) if day else None)
    return {row["referral_id"]: (row["screening_decision"], row["family_id"]) for row in rows}


@given(files=FILES, day=st.sampled_from(DAYS))
def test_a_past_day_is_the_warehouse_of_what_had_been_extracted_by_then(
    current: Reader, files: list[File], day: date
) -> None:
    """Files in any order, deltas and full ones, deletions, redeliveries and rows that can't be right."""
    files = [each for each in files if each.stated]  # else the day is that of the loading
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "all")
        paths = [home.write(file.name(number), file.content) for number, file in enumerate(files)]
        home.ingest(*paths)
        until, then = start_of(day), Home(Path(folder) / "then")
        there = [path for file, path in zip(files, paths, strict=True) if start_of(file.stated) <= until]
        then.ingest(*there)
        assert current(home, "recordings", until) == (current(then, "recordings", None) if there else [])


def test_a_report_corrected_to_assigned_and_back_is_on_each_day_what_it_was(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    # The newest file comes first and the oldest last: only what a file says of itself counts.
    referrals(home, "2026-11-22", R1=("screened_out", "", "2026-11-21T09:00:00"))
    referrals(home, "2026-11-21", R1=("assigned", "", "2026-11-20T09:00:00"))
    referrals(home, "2026-11-20", R1=("screened_out", "", "2026-11-19T09:00:00"))
    said = [told(current, home, date(2026, 11, 19) + timedelta(days=days)) for days in range(4)]
    assert said == [{}, {"R1": ("screened_out", None)}, {"R1": ("assigned", None)}, {"R1": ("screened_out", None)}]


def test_a_family_number_that_arrives_later_is_not_known_before(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    referrals(home, "2026-11-20", R1=("assigned", "", "2026-11-19T09:00:00"))
    referrals(home, "2026-11-22", R1=("assigned", "KK1", "2026-11-21T09:00:00"))
    assert told(current, home, date(2026, 11, 21)) == {"R1": ("assigned", None)}
    assert told(current, home, date(2026, 11, 22)) == {"R1": ("assigned", "KK1")}


def test_an_older_version_that_comes_later_changes_no_day(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    referrals(home, "2026-11-20", R1=("assigned", "", "2026-11-19T09:00:00"))
    referrals(home, "2026-11-21", R1=("screened_out", "", "2026-11-18T09:00:00"))
    for day in (date(2026, 11, 20), date(2026, 11, 21), None):
        assert told(current, home, day) == {"R1": ("assigned", None)}


def test_a_late_file_belongs_to_the_day_that_it_was_extracted_on(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    referrals(home, "2026-11-22", R1=("assigned", "KK1", "2026-11-21T09:00:00"))
    assert told(current, home, date(2026, 11, 21)) == {}
    referrals(
        home, "2026-11-20", R1=("assigned", "", "2026-11-19T09:00:00"), LATE1=("assigned", "", "2026-11-19T09:00:00")
    )
    assert told(current, home, date(2026, 11, 21)) == {"R1": ("assigned", None), "LATE1": ("assigned", None)}
    assert told(current, home, None) == {"R1": ("assigned", "KK1"), "LATE1": ("assigned", None)}


def test_what_a_later_full_file_lacks_is_there_on_the_days_before(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    referrals(home, "2026-11-22", "-full", KEPT1=("assigned", "", "2026-11-19T09:00:00"))
    # It comes after the file that lacks it.
    referrals(
        home, "2026-11-20", KEPT1=("assigned", "", "2026-11-19T09:00:00"), GONE1=("assigned", "", "2026-11-19T09:00:00")
    )
    assert set(told(current, home, date(2026, 11, 21))) == {"KEPT1", "GONE1"}
    assert set(told(current, home, date(2026, 11, 22))) == {"KEPT1"}
    # And one delivered again after it is there again, from then on.
    referrals(home, "2026-11-23", GONE1=("assigned", "", "2026-11-22T09:00:00"))
    assert [set(told(current, home, date(2026, 11, day))) for day in (21, 22, 23)] == [
        {"KEPT1", "GONE1"}, {"KEPT1"}, {"KEPT1", "GONE1"},
    ]  # fmt: skip


def test_a_row_delivered_again_between_two_changes_is_on_each_day_what_it_was(current: Reader, tmp_path: Path) -> None:
    home = Home(tmp_path)
    # Without a change of its own time, so that the time of the file decides.
    for day, decision in (("2026-11-20", "assigned"), ("2026-11-21", "screened_out"), ("2026-11-22", "assigned")):
        referrals(home, day, R1=(decision, "", "2026-11-19T09:00:00"))
    said = [told(current, home, date(2026, 11, day))["R1"][0] for day in (20, 21, 22)]
    assert said == ["assigned", "screened_out", "assigned"]


def test_the_day_begins_where_the_jurisdiction_is(current: Reader, tmp_path: Path) -> None:
    """00:00 of the day is part of what the day before knew; a second later is not."""
    home = Home(tmp_path)
    referrals(home, "2026-11-01T00-00-00", AT1=("assigned", "", "2026-10-31T09:00:00"))
    referrals(home, "2026-11-01T00-00-01", PAST1=("assigned", "", "2026-10-31T09:00:00"))
    assert start_of(date(2026, 11, 1)) == datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert start_of(date(2026, 11, 2)) == datetime(2026, 11, 2, 6, tzinfo=UTC)  # the clocks went back that day
    assert set(told(current, home, date(2026, 11, 1))) == {"AT1"}
    assert set(told(current, home, date(2026, 11, 2))) == {"AT1", "PAST1"}
