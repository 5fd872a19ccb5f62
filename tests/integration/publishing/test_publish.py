"""From a build to what each audience reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_build import AGENCY, COMPLAINTS, FakeJudge, make_build, make_home

from hotline.commands.home.status import read_status
from hotline.publishing.publish_build import publish_newest_build
from hotline.publishing.reconcile import mend_ledger, mend_manifests
from hotline.publishing.release_build import release_build
from hotline.warehouse.errors import CommandError
from hotline.warehouse.home import Home
from hotline.warehouse.landed import landing_file
from hotline.warehouse.settings import Settings

Warehouse = tuple[Home, Settings]


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warehouse]:
    umask = os.umask(0o022)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    yield make_home(tmp_path)
    os.umask(umask)


def tables(home: Home, audience: str) -> set[str]:
    return {
        f"{schema}.{table}"
        for schema, table in ask(home, audience, "select schema_name, table_name from duckdb_tables()")
    }


def ask(home: Home, audience: str, sql: str) -> list[Any]:
    with duckdb.connect(str((home.published / f"{audience}.duckdb").resolve()), read_only=True) as con:
        return con.execute(sql).fetchall()


def manifest(home: Home, audience: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home.published / audience / "manifest.json").read_text())
    return found


def test_each_audience_gets_its_own_tables_and_columns(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    figures = {"marts.statutory_counts_daily", "reference.jurisdiction", "operations.loads", "operations.validations"}
    assert tables(home, "administrators") == figures | {"operations.publications"}
    assert tables(home, "analysts") == figures | {"operations.publications", "marts.referrals"}
    assert tables(home, "oca") == tables(home, "analysts") | {"oversight.oca_caseload"}
    columns = "select column_name from duckdb_columns() where table_name = 'referrals'"
    assert ask(home, "analysts", columns) == [("referral_id",), ("reporter_type",)]
    assert ask(home, "oca", columns) == [("referral_id",)]


def test_the_oversight_office_gets_the_reports_of_its_caseload_alone(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    assert ask(home, "oca", "select * from marts.referrals") == [("R1",)]
    everything = [("R1", "prfc"), ("R2", "prfc"), (None, "prfc")]
    assert ask(home, "analysts", "select * from marts.referrals order by referral_id nulls last") == everything
    about = "select comment from duckdb_tables() where table_name = 'referrals'"
    said = "In this file: the rows whose referral_id stands in oversight.oca_caseload."
    assert ask(home, "oca", about) == [(f"One row of referrals. {said}",)]
    assert ask(home, "analysts", about) == [("One row of referrals.",)]


@pytest.mark.parametrize(
    "broken",
    [
        "drop table oversight.oca_caseload",
        "alter table oversight.oca_caseload rename column referral_id to another",
        "update control.limited_objects set column_name = 'family_id'",
        "update control.limited_objects set limiting_object = 'nothing'",
        "delete from control.limited_objects",
        "drop table control.limited_objects",
    ],
)
def test_rows_whose_limit_is_missing_are_not_published(warehouse: Warehouse, broken: str) -> None:
    """The limited audience gets nothing of the table, and every other audience what it always got."""
    home, settings = warehouse
    build = make_build(home)
    with duckdb.connect(str(build)) as con:
        con.execute(broken)
    publish_newest_build(home, settings, FakeJudge())
    assert "marts.referrals" not in tables(home, "oca")
    assert ask(home, "analysts", "select count(*) from marts.referrals") == [(3,)]
    assert "marts.referrals" not in tables(home, "administrators")


def with_rules(build: Path) -> None:
    """Add a table of rules, one of which the office must not get."""
    with duckdb.connect(str(build)) as con:
        con.execute("create table marts.verdicts as select unnest(['told', 'kept', null]) as rule_id, 'R1' as verdict")
        con.execute("create table control.withheld_rows (audience varchar, column_name varchar, "
                    "hidden_values varchar[], why varchar)")  # fmt: skip
        con.execute("insert into control.withheld_rows values ('oca', 'rule_id', ['told', 'another'], 'it tells')")
        for column in (None, "rule_id", "verdict"):
            con.execute("insert into control.published_objects values "
                        "('marts', 'verdicts', ?, ['analysts', 'oca'], 'One row per rule.')", [column])  # fmt: skip


def test_what_tells_who_reported_is_in_no_row_of_the_offices_file(warehouse: Warehouse) -> None:
    home, settings = warehouse
    with_rules(make_build(home))
    publish_newest_build(home, settings, FakeJudge())
    rules = "select rule_id from marts.verdicts order by 1"
    assert ask(home, "oca", rules) == [("kept",), (None,)]
    assert ask(home, "analysts", rules) == [("kept",), ("told",), (None,)]
    about = "select comment from duckdb_tables() where table_name = 'verdicts'"
    said = "Not in this file: the rows of some values of rule_id, because it tells."
    assert ask(home, "oca", about) == [(f"One row per rule. {said}",)]
    assert ask(home, "analysts", about) == [("One row per rule.",)]


def test_rules_are_withheld_whole_where_the_build_does_not_say_which(warehouse: Warehouse) -> None:
    home, settings = warehouse
    build = make_build(home)
    with_rules(build)
    with duckdb.connect(str(build)) as con:
        con.execute("drop table control.withheld_rows")
    publish_newest_build(home, settings, FakeJudge())
    assert "marts.verdicts" not in tables(home, "oca")
    assert "marts.verdicts" in tables(home, "analysts")


def test_an_empty_caseload_shows_no_report(warehouse: Warehouse) -> None:
    home, settings = warehouse
    build = make_build(home)
    with duckdb.connect(str(build)) as con:
        con.execute("delete from oversight.oca_caseload")
    publish_newest_build(home, settings, FakeJudge())
    assert ask(home, "oca", "select * from marts.referrals") == []


def test_what_no_other_audience_may_know_of_stands_in_one_file(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home, loads=(AGENCY, COMPLAINTS))
    publish_newest_build(home, settings, FakeJudge())
    rows = "select load_id from operations.loads order by 1"
    for audience in ("administrators", "analysts"):
        assert ask(home, audience, rows) == [("L00001",)]
        assert manifest(home, audience)["loads"] == ["L00001"]
        assert b"oca_complaints" not in (home.published / f"{audience}.duckdb").read_bytes()
    assert ask(home, "oca", rows) == [("L00001",), ("L00002",), ("L00003",)]
    assert manifest(home, "oca")["loads"] == ["L00001", "L00002"]


def test_an_oversight_load_changes_nothing_for_the_agency(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    before = {
        name: (home.published / name / "manifest.json").read_bytes() for name in ("administrators", "analysts", "oca")
    }
    make_build(home, loads=(AGENCY, COMPLAINTS))
    publish_newest_build(home, settings, FakeJudge())
    after = {name: (home.published / name / "manifest.json").read_bytes() for name in before}
    assert after["administrators"] == before["administrators"]
    assert after["analysts"] == before["analysts"]
    assert after["oca"] != before["oca"]
    assert len(ask(home, "administrators", "select * from operations.publications")) == 1


def test_the_agency_sees_the_same_ids_with_and_without_an_oversight_load(tmp_path: Path) -> None:
    seen = []
    for loads in ((AGENCY,), (AGENCY, COMPLAINTS)):
        home, settings = make_home(tmp_path / str(len(loads)))
        make_build(home, loads=loads)
        publish_newest_build(home, settings, FakeJudge())
        own = manifest(home, "administrators")
        for each in ("published_at", "sha256", "file_state"):
            own.pop(each)  # the file holds the time at which it was published
        validations = ask(home, "administrators", "select subject_id from operations.validations order by 1")
        seen.append((own, validations))
    assert seen[0] == seen[1]


def test_the_link_is_relative_and_no_write_ahead_log_is_left(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    for audience in ("administrators", "analysts", "oca"):
        target = (home.published / f"{audience}.duckdb").readlink()
        assert not target.is_absolute()
        assert target == Path(audience) / manifest(home, audience)["publication_id"] / "hotline.duckdb"
    left = [path.name for path in home.published.rglob("*") if ".wal" in path.name or ".tmp" in path.name]
    assert left == []
    assert {oct(path.stat().st_mode & 0o777) for path in home.published.rglob("*.duckdb")} == {"0o400"}


def test_tables_and_columns_carry_their_comments(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    for audience in ("administrators", "analysts", "oca"):
        assert ask(home, audience, "select table_name from duckdb_tables() where comment is null") == []
        assert (
            ask(home, audience, "select column_name from duckdb_columns() where not internal and comment is null") == []
        )


def test_the_same_again_publishes_nothing_new(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    before = {path: path.stat().st_mtime_ns for path in home.published.rglob("*")}
    judge = FakeJudge()
    assert publish_newest_build(home, settings, judge).outcome == "nothing_new"
    assert judge.asked == []
    assert {path: path.stat().st_mtime_ns for path in home.published.rglob("*")} == before


def test_a_held_build_leaves_what_is_published_and_a_release_lets_it_through(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home, calls=3)
    publish_newest_build(home, settings, FakeJudge())
    before = manifest(home, "administrators")
    held = make_build(home, calls=99, code="1+b")
    result = publish_newest_build(home, settings, FakeJudge("The outcomes do not add up."))
    assert (result.outcome, result.reasons) == ("held", ["The outcomes do not add up."])
    assert manifest(home, "administrators") == before
    waiting = read_status(home, settings).held.publication
    assert waiting is not None
    assert waiting.build_id == held.stem
    assert waiting.reasons == ["The outcomes do not add up."]

    with pytest.raises(CommandError, match="neither a load nor the newest build"):
        release_build(home, settings, "20200101T000000Z-0", "because", FakeJudge())
    result = release_build(home, settings, held.stem, "counted by hand", FakeJudge("The outcomes do not add up."))
    assert result.outcome == "published"
    assert ask(home, "administrators", "select calls_received from marts.statutory_counts_daily") == [(99,)]
    assert read_status(home, settings).held.publication is None
    with landing_file(home, settings) as con:
        rows = con.execute("select subject, subject_id, reason from ledger.releases").fetchall()
    assert rows == [("publication", held.stem, "counted by hand")]


def test_the_file_says_how_its_build_was_judged(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    result = publish_newest_build(home, settings, FakeJudge())
    rows = ask(home, "administrators", "select subject, subject_id, sentence from operations.validations order by 1")
    assert rows == [("batch", "L00001", "s"), ("publication", result.build_id, "The outcomes add up.")]


def test_publications_are_listed_and_the_oldest_are_removed(warehouse: Warehouse) -> None:
    home, settings = warehouse
    settings = settings.model_copy(update={"keep_publications": 2})
    ids = []
    for code in ("1+a", "1+b", "1+c"):
        make_build(home, code=code)
        ids.append(publish_newest_build(home, settings, FakeJudge()).publications["administrators"])
    there = {path.name for path in (home.published / "administrators").iterdir() if path.is_dir()}
    assert there == set(ids[1:])
    assert manifest(home, "administrators")["history"] == [ids[1], ids[0]]
    listed = ask(home, "administrators", "select publication_id from operations.publications order by published_at")
    assert listed == [(each,) for each in ids]


def test_a_publication_that_is_still_kept_becomes_the_current_one_again(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home, code="1+a")
    first = publish_newest_build(home, settings, FakeJudge()).publications["administrators"]
    make_build(home, code="1+b")
    publish_newest_build(home, settings, FakeJudge())
    make_build(home, code="1+a")
    publish_newest_build(home, settings, FakeJudge())
    assert manifest(home, "administrators")["publication_id"] == first
    assert first not in manifest(home, "administrators")["history"]
    assert (home.published / "administrators.duckdb").resolve().parent.name == first


def test_a_line_that_a_crash_kept_from_the_ledger_is_added(warehouse: Warehouse) -> None:
    home, settings = warehouse
    build = make_build(home, loads=(AGENCY, COMPLAINTS))
    publish_newest_build(home, settings, FakeJudge())
    with landing_file(home, settings) as con:
        before = con.execute("select * from ledger.publications order by audience").fetchall()
        con.execute("delete from ledger.publications")
        mend_ledger(home, con)
        mend_ledger(home, con)
        after = con.execute("select * from ledger.publications order by audience").fetchall()
    assert after == before
    assert {row[2] for row in after} == {build.stem}


def test_a_crash_between_link_and_manifest_is_mended(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    publish_newest_build(home, settings, FakeJudge())
    old = ((home.published / "analysts") / "manifest.json").read_text()
    make_build(home, code="1+b")
    publish_newest_build(home, settings, FakeJudge())
    new = manifest(home, "analysts")
    ((home.published / "analysts") / "manifest.json").write_text(old)
    mend_manifests(home)
    assert manifest(home, "analysts") == new


def test_without_a_build_there_is_nothing_to_publish(warehouse: Warehouse) -> None:
    home, settings = warehouse
    with pytest.raises(CommandError, match="hotline build"):
        publish_newest_build(home, settings, FakeJudge())


def test_the_figures_are_compared_with_what_is_published(warehouse: Warehouse) -> None:
    home, settings = warehouse
    make_build(home)
    judge = FakeJudge()
    publish_newest_build(home, settings, judge)
    before = (home.published / "administrators.duckdb").resolve()
    make_build(home, code="1+b")
    publish_newest_build(home, settings, judge)
    assert [previous for _, previous in judge.asked] == [None, before]
