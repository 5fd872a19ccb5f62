"""A run on the landing file of an earlier version publishes what a home that was always of this version publishes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from released_deliveries import FIRST, SECOND, SETTINGS, THIRD, stored_landing, write_day

from ingest.storing.upgrades import SCHEMA_VERSION

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
AUDIENCES = ("administrators", "analysts", "oca")
# Operations tell when each thing was done, and publications have the ids of the program that made them.
NOT_COMPARED = ("operations.loads", "operations.publications", "operations.validations")
OF_A_PUBLICATION = ("publication_id", "published_at")
# Rules for rows that came later: what an earlier version refused for another reason may break them too.
LATER_RULES = ("wrong_shape",)
# Counts that came later: the days that an earlier version published have no value of them in the history.
LATER_COUNTS = ("calls_partly_unsubstantiated",)
LATER = {"operations.rejections": LATER_RULES, "marts.report_history": LATER_COUNTS}


def run(home: Path, extracts: Path) -> None:
    """Run the daily job. Some of the files are refused or held on purpose."""
    done = subprocess.run(
        [sys.executable, "-m", "hotline.cli", "run", str(extracts)],
        env={**os.environ, **SETTINGS, "HOTLINE_HOME": str(home)},
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert "Published:" in done.stdout, done.stdout + done.stderr


def published(home: Path, audience: str) -> dict[str, list[str]]:
    """The rows of each table, without what tells one publication from another."""
    with duckdb.connect(str((home / "published" / f"{audience}.duckdb").resolve()), read_only=True) as con:
        names = con.execute("select schema_name || '.' || table_name from duckdb_tables() order by 1").fetchall()
        return {
            name: sorted(
                map(
                    repr,
                    [
                        row
                        for row in con.execute(
                            f"select columns(name -> name not in {OF_A_PUBLICATION}) from {name}"
                        ).fetchall()
                        if not any(each in row for each in LATER.get(name, ()))
                    ],
                )
            )
            for (name,) in names
            if name not in NOT_COMPARED
        }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Path:
    """A home that got all three days."""
    folder = tmp_path_factory.mktemp("fresh")
    already_read(folder / "home")
    for day in (FIRST, SECOND, THIRD):
        run(folder / "home", write_day(day, folder))
    return folder / "home"


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_the_third_day_on_an_older_home_is_that_of_a_new_one(
    version: int, fresh: Path, tmp_path: Path, already_read: Callable[[Path], None]
) -> None:
    home = tmp_path / "home"
    already_read(home)
    stored_landing(version, home / "landing.duckdb")
    run(home, write_day(THIRD, tmp_path))
    for audience in AUDIENCES:
        old, new = published(home, audience), published(fresh, audience)
        assert old.keys() == new.keys()
        assert [(name, old[name], new[name]) for name in new if old[name] != new[name]] == []
        assert new["marts.report_history"] != []
    counted = (
        "select extract, status, rows_in_file, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined, "
        "rows_held, keys_deleted from ledger.loads order by sequence"
    )
    ledgers = []
    for each in (home, fresh):
        with duckdb.connect(str(each / "landing.duckdb"), read_only=True) as con:
            ledgers.append(con.execute(counted).fetchall())
    assert ledgers[0] == ledgers[1]
