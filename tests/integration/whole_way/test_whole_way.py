"""The demonstration from files to publications through the command line: any order, twice, and no name anywhere."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from own_tools import examples, run_in
from pages_fixture import Open

from dashboards.pages import AUDIENCES, seen_by
from ingest.synthetic import TOKEN, generate
from serving import explain_report
from serving.deciding.rows import GROUNDS
from serving.figures import places
from serving.published import open_audience

ROOT = Path(__file__).resolve().parents[3]
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"

pytestmark = pytest.mark.long


def hotline(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a home of its own."""
    return subprocess.run(
        [sys.executable, "-m", "hotline.cli", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "HOTLINE_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four deliveries of a small state: full files, deltas, corrections, deletions, a file delivered again."""
    folder = tmp_path_factory.mktemp("extracts")
    files = generate(folder, referrals=3_000, jurisdiction_seeds=SEEDS)
    return sorted({each.parent for each in files})


@pytest.fixture(scope="module")
def homes(
    tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None], deliveries: list[Path]
) -> dict[str, Path]:
    """The same deliveries, as they came, and in the opposite order with some of them twice."""
    orders = {"forward": deliveries, "backward": [*reversed(deliveries), deliveries[1], deliveries[-1]]}
    homes = {}
    for name, order in orders.items():
        homes[name] = tmp_path_factory.mktemp(name)
        already_read(homes[name])
        # One command a delivery, so that each stands in the landing file before the next comes.
        for delivery in order:
            done = hotline(homes[name], "ingest", delivery)
            assert done.returncode in (0, 3), done.stderr
        done = hotline(homes[name], "build")
        assert done.returncode == 0, done.stderr
        done = hotline(homes[name], "publish")
        assert done.returncode == 0, done.stderr
    return homes


def published(home: Path, audience: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those of operations, which are history."""
    with duckdb.connect(str((home / "published" / f"{audience}.duckdb").resolve()), read_only=True) as con:
        names = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'operations' order by 1"
        ).fetchall()
        return {name: sorted(map(repr, con.execute(f"select * from {name}").fetchall())) for (name,) in names}


@pytest.mark.parametrize("audience", ["administrators", "analysts", "oca"])
def test_the_same_files_in_any_order_and_twice_give_the_same_marts(homes: dict[str, Path], audience: str) -> None:
    forward, backward = (published(homes[name], audience) for name in ("forward", "backward"))
    assert forward.keys() == backward.keys()
    different = [name for name in forward if forward[name] != backward[name]]
    assert different == []
    assert len(forward["marts.statutory_counts_daily"]) > 500


def test_other_tools_answer_what_the_documentation_asks_them(homes: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "var").symlink_to(homes["forward"])
    asked = examples()
    assert set(asked) == {"command line 1", "command line 2", "pandas", "polars", "sqlalchemy", "notebook"}
    answers = {name: run_in(tmp_path, command) for name, command in asked.items()}
    assert {name: done.stderr for name, done in answers.items() if done.returncode or done.stderr} == {}
    assert [name for name, done in answers.items() if not done.stdout.strip()] == ["notebook"]


def test_the_ledger_adds_up_in_any_order(homes: dict[str, Path]) -> None:
    for home in homes.values():
        status = json.loads(hotline(home, "status", "--json").stdout)
        assert status["ledger_adds_up"] is True


def test_no_planted_name_is_anywhere(homes: dict[str, Path]) -> None:
    """Every identifying value of the synthetic extracts carries the token; nothing that was written does."""
    for home in homes.values():
        written = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
        assert written
        assert [path.name for path in written if TOKEN.encode() in path.read_bytes()] == []
        for path in written:
            if path.suffix == ".duckdb":
                assert _tables_with(path, TOKEN) == []


def test_the_office_is_told_of_no_report_outside_its_caseload(homes: dict[str, Path]) -> None:
    """Neither in a column nor inside a text. The numbers in complaints are the office's own: its register has them."""
    home = homes["forward"]
    with duckdb.connect(str((home / "published" / "oca.duckdb").resolve()), read_only=True) as con:
        con.execute(f"attach '{home / 'landing.duckdb'}' as landing (read_only)")
        con.execute(
            "create temp table outside as select distinct referral_id from landing.raw.referrals "
            "where referral_id not in (select referral_id from oversight.oca_caseload)"
        )
        assert con.execute("select count(*) > 1000 from outside").fetchall() == [(True,)]
        named = [
            (table, column)
            for table, column in con.execute(
                "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = "
                "'" + con.execute("select current_database()").fetchall()[0][0] + "' and not internal "
                "and (table_name, column_name) <> ('oca_complaints', 'referral_id')"
            ).fetchall()
            if con.execute(
                "select count(*) from (select unnest(regexp_split_to_array(value::varchar, '[^A-Za-z0-9_-]+')) as word "
                f'from (select "{column}" as value from {table})) where word in (select referral_id from outside)'
            ).fetchall()
            != [(0,)]
        ]
    assert named == []


# Without a row of another kind such a rule is broken, or the report's own values alone decide.
NEED_NO_ROW = {
    "accidental_injury_without_inquiry", "recording_missing", "preliminary_inquiry_over_23_hours",
    "completed_without_finding", "addressed_without_open_case", "information_referral_with_open_case",
    "subsequent_outside_45_days", "duplicate_not_associated", "wrong_county_notified",
    "serious_allegation_not_investigated",
}  # fmt: skip


@pytest.mark.parametrize("audience", ["analysts", "oca"])
def test_every_broken_rule_is_explained_by_what_decided(homes: dict[str, Path], audience: str) -> None:
    """By a row or another report, or else by the words that there is none, or that this file does not hold it."""
    published = open_audience(homes["forward"], audience)
    assert published is not None
    reports = {row["referral_id"] for row in published.rows("select referral_id from marts.referrals")}
    explained = set()
    for row in published.rows(
        "select rule_id::varchar as rule_id, referral_id from marts.policy_verdicts where verdict = 'broken' "
        "qualify row_number() over (partition by rule_id order by referral_id) <= 4"
    ):
        if row["rule_id"] in GROUNDS:
            found = explain_report.report(published, row["referral_id"])
            assert found is not None
            (grounds,) = (each["decided_by"] for each in found["verdicts"] if each["rule_id"] == row["rule_id"])
            assert grounds["rows"] or grounds["said"], row
            needs_row = row["rule_id"] not in NEED_NO_ROW and "does not" not in (grounds["said"] or "")
            assert grounds["rows"] or not needs_row, (row, grounds)
            assert {each["referral_id"] for each in grounds["rows"] if "referral_id" in each} <= reports
            explained.add(row["rule_id"])
    assert len(explained) > (25 if audience == "analysts" else 4)


def _tables_with(path: Path, token: str) -> list[str]:
    """Tables with the token in any value: DuckDB compresses text, so the bytes alone prove nothing."""
    with duckdb.connect(str(path), read_only=True) as con:
        names = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        return [
            name
            for (name,) in names
            if con.execute(
                f"select count(*) from {name} as each_row where contains(cast(each_row as varchar), ?)", [token]
            ).fetchall()[0][0]
        ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_is_drawn_for_a_county_and_a_district(
    homes: dict[str, Path], visit: Open, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    """The small publication of other tests has not every column of every mart; this one has. `visit` asserts.

    It keeps the files open as a server does, so it comes after the tests that open them in another way.
    """
    monkeypatch.setenv("HOTLINE_HOME", str(homes["forward"]))
    monkeypatch.setenv("HOTLINE_AUDIENCE", audience)
    file = open_audience(homes["forward"], audience)
    assert file is not None
    chosen = [next(each for each in places(file) if each.geography_type == kind) for kind in ("county", "district")]
    for page, place in itertools.product(seen_by(audience), chosen):
        visit(page.view, place=place.name)


def test_the_search_for_planted_names_finds_one(tmp_path: Path) -> None:
    """The search itself is held to account: a token in a compressed table is found."""
    path = tmp_path / "leak.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("create table leak as select 'x' || range as id, ? as name from range(5000)", [f"{TOKEN}ann"])
    assert _tables_with(path, TOKEN) == ["main.leak"]


def test_the_benchmark_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", "2000"],
        cwd=ROOT, env={**os.environ, "BENCH_FOLDER": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "2,000 reports, 9 files" in done.stdout
    assert "x floor" in done.stdout
