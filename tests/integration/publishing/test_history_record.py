"""What an audience calls the builds that a table of history tells of."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hotline.publishing.history import NamedBuild, build_names, record_build, recorded_builds
from hotline.warehouse.ledger_rows import PublicationRow
from hotline.warehouse.publications.published_files import Publication
from ingest.storing.landing import open_landing

DAY = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 10)]


def publication(name: str, audience: str, build: str, at: datetime = DAY[8]) -> Publication:
    return Publication(name, audience, build, at, at.date(), "UTC", "Exampleland", at, "1", ())


def line(name: str, audience: str, build: str, at: datetime) -> PublicationRow:
    """A row of operations.publications."""
    return PublicationRow(name, audience, build, at, at, "1", [])


def told(named: list[NamedBuild]) -> list[tuple[Any, ...]]:
    """Each as (build, publication, time)."""
    return [(each.build_id, each.publication_id, each.published_at) for each in named]


def test_a_build_that_was_never_published_shows_in_the_next_publication() -> None:
    """A crash kept d-2 from an audience: it has no name, and what changed in it is shown by the one after it."""
    earlier = [line("p1", "analysts", "d-1", DAY[0]), line("p3", "analysts", "d-3", DAY[2])]
    names = build_names(publication("p4", "analysts", "d-4"), earlier, ["d-1", "d-2", "d-3"])
    assert sorted(told(names.of_build)) == [("d-1", "p1", DAY[0]), ("d-3", "p3", DAY[2])]
    assert sorted(told(names.first_with)) == [
        ("d-1", "p1", DAY[0]), ("d-2", "p3", DAY[2]), ("d-3", "p3", DAY[2]), ("d-4", "p4", DAY[8]),
    ]  # fmt: skip


def test_a_complaint_gives_its_office_a_second_name_of_the_same_build() -> None:
    earlier = [line("o1", "oca", "d-1", DAY[0]), line("o2", "oca", "d-1-x", DAY[1])]
    names = build_names(publication("o3", "oca", "d-2-x"), earlier, ["d-1"])
    assert told(names.of_build) == [("d-1", "o1", DAY[0]), ("d-1", "o2", DAY[1])]
    assert sorted(told(names.first_with)) == [("d-1", "o1", DAY[0]), ("d-2-x", "o3", DAY[8])]


def test_a_publication_is_none_of_its_own_earlier_ones() -> None:
    """Published before, then another, now again: what changed in it then keeps its name, and its time."""
    earlier = [line("p1", "analysts", "d-1", DAY[0]), line("p2", "analysts", "d-2", DAY[1])]
    names = build_names(publication("p1", "analysts", "d-1"), earlier, ["d-1", "d-2"])
    assert told(names.of_build) == [("d-2", "p2", DAY[1])]
    assert sorted(told(names.first_with)) == [("d-1", "p1", DAY[0]), ("d-2", "p2", DAY[1])]


def make_build(path: Path, reports: dict[str, str | None], value: int | None) -> Path:
    """A build file with what is recorded of it: each report's outcome, and a figure of November beside October's 5."""
    with duckdb.connect(str(path)) as con:
        con.execute("create schema intermediate")
        con.execute(
            "create table intermediate.int_counted_reports (referral_id varchar, received_on date, "
            "county_fips varchar, screening_outcome varchar, finding_outcome varchar, counted_as varchar)"
        )
        for key, outcome in reports.items():
            con.execute(
                "insert into intermediate.int_counted_reports "
                "values (?, '2026-11-01', '00000', ?, null, 'calls_received:1')",
                [key, outcome],
            )
        con.execute(
            "create table intermediate.int_published_counts as select 'month' as period_type, period_start, "
            "strftime(period_start, '%Y-%m') as period_label, 'calls_screened_out' as metric_id, value "
            "from (values (date '2026-10-01', 5::bigint), (date '2026-11-01', ?)) as of_months (period_start, value)",
            [value],
        )
    return path


def test_only_what_changed_is_kept(tmp_path: Path) -> None:
    """A null that stays null is no change; the same build again, with complaints too, is kept once."""
    con = open_landing(None, {})
    steps: list[tuple[dict[str, str | None], int | None]] = [
        ({"SAME": None, "BACK": "assigned", "GONE": None}, None),
        ({"SAME": None, "BACK": None, "NEW": None}, None),
        ({"SAME": None, "BACK": "assigned", "NEW": None}, 0),
    ]
    for number, (reports, value) in enumerate(steps, start=1):
        build = make_build(tmp_path / f"{number}.duckdb", reports, value)
        of = publication("p", "administrators", f"d-{number}")
        assert record_build(con, build, of, DAY[0])
        assert not record_build(con, build, of, DAY[0])
        assert not record_build(con, build, publication("p", "oca", f"d-{number}-x"), DAY[0])
    assert recorded_builds(con) == ["d-1", "d-2", "d-3"]
    assert con.execute(
        "select referral_id, screening_outcome, from_sequence, until_sequence from ledger.recorded_reports "
        "order by referral_id, from_sequence"
    ).fetchall() == [
        ("BACK", "assigned", 1, 2), ("BACK", None, 2, 3), ("BACK", "assigned", 3, None), ("GONE", None, 1, 2),
        ("NEW", None, 2, None), ("SAME", None, 1, None),
    ]  # fmt: skip
    assert con.execute(
        "select value, from_sequence, until_sequence from ledger.recorded_counts order by period_start, from_sequence"
    ).fetchall() == [(5, 1, None), (None, 1, 3), (0, 3, None)]


@pytest.mark.parametrize("lacking", ["int_counted_reports", "int_published_counts"])
def test_nothing_is_kept_of_a_build_of_an_older_version(tmp_path: Path, lacking: str) -> None:
    con = open_landing(None, {})
    build = make_build(tmp_path / "old.duckdb", {"R": None}, 1)
    with duckdb.connect(str(build)) as old:
        old.execute(f"drop table intermediate.{lacking}")
    assert not record_build(con, build, publication("p", "administrators", "d-1"), DAY[0])
    assert recorded_builds(con) == []
    assert con.execute("select count(*) from ledger.recorded_reports").fetchall() == [(0,)]


def test_a_build_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    """Figures that can't be stored undo the reports that were; the build is kept once they can."""
    con = open_landing(None, {})
    spoilt, whole = (make_build(tmp_path / f"{name}.duckdb", {"R": "assigned"}, 1) for name in ("spoilt", "whole"))
    with duckdb.connect(str(spoilt)) as build:
        build.execute("alter table intermediate.int_published_counts alter value type varchar using 'many'")
    of = publication("p", "administrators", "d-1")
    with pytest.raises(duckdb.ConversionException):
        record_build(con, spoilt, of, DAY[0])
    assert recorded_builds(con) == []
    assert con.execute("select count(*) from ledger.recorded_reports").fetchall() == [(0,)]
    assert record_build(con, whole, of, DAY[0])
    assert con.execute("select referral_id, from_sequence from ledger.recorded_reports").fetchall() == [("R", 1)]


def test_a_build_with_complaints_is_kept_under_the_name_that_the_agency_knows(tmp_path: Path) -> None:
    con = open_landing(None, {})
    build = make_build(tmp_path / "build.duckdb", {"R": None}, 1)
    assert record_build(con, build, publication("p", "oca", "d-1-x"), DAY[0])
    assert recorded_builds(con) == ["d-1"]
    assert not record_build(con, build, publication("p", "administrators", "d-1"), DAY[0])
    assert con.execute("select as_of, recorded_at from ledger.recorded_builds").fetchall() == [(DAY[8], DAY[0])]


def test_a_landing_file_of_before_gains_the_tables(tmp_path: Path) -> None:
    open_landing(tmp_path / "landing.duckdb", {}).close()
    with duckdb.connect(str(tmp_path / "landing.duckdb")) as con:
        for table in ("builds", "reports", "counts"):
            con.execute(f"drop table ledger.recorded_{table}")
    con = open_landing(tmp_path / "landing.duckdb", {})
    assert recorded_builds(con) == []
    assert con.execute("select count(*) from ledger.recorded_reports").fetchall() == [(0,)]
    con.close()
