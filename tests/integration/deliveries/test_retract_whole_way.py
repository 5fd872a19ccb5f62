"""The whole way with dbt and Great Expectations: a year that is a typo, published and taken back, leaves no figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from released_deliveries import FIRST, SECOND, SETTINGS, write_day

HOTLINE = Path(sys.executable).with_name("hotline")
TYPO = "referrals_2062-11-20.csv"
REPORTS = (
    "referral_id,received_at,screening_decision,accepted_at,priority,response_type,initiated_at,updated_at\n"
    "R1,2026-11-18T01:15,screened_out,,,,,2026-11-21T21:00\n"
    "R90,2026-11-25T08:00,assigned,2026-11-25T09:00,1,investigation,,2026-11-25T10:00\n"
)
# What differs between two warehouses with the same figures: names and times of builds, and the record of deliveries.
NAMES = {"publication_id", "published_at", "build_id"}
RECORDS = ("operations.loads", "operations.publications", "operations.validations", "operations.rejections",
           "marts.report_history", "marts.report_changes")  # fmt: skip

pytestmark = pytest.mark.long


class Warehouse:
    """A home and the command."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def hotline(self, *arguments: str | Path) -> Any:
        """Run a command and return its document."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        done = subprocess.run(
            [str(HOTLINE), *map(str, arguments), "--json"],
            env={**kept, **SETTINGS, "HOTLINE_HOME": str(self.home)},
            capture_output=True, text=True, check=False, timeout=900,
        )  # fmt: skip
        return json.loads(done.stdout)

    def tables(self, audience: str) -> dict[str, list[str]]:
        """The rows of every published table but the records, without names."""
        with duckdb.connect(str((self.home / "published" / f"{audience}.duckdb").resolve()), read_only=True) as con:
            names = con.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
            return {name: _rows(con, name) for (name,) in names if name not in RECORDS}


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    columns = [name for (name, *_) in con.execute(f"describe {table}").fetchall() if name not in NAMES]
    return sorted(str(row) for row in con.execute(f"select {', '.join(columns)} from {table}").fetchall())


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of two days."""
    folder = tmp_path_factory.mktemp("deliveries")
    for day in (FIRST, SECOND):
        write_day(day, folder)
    return folder


@pytest.fixture(scope="module")
def mended(
    tmp_path_factory: pytest.TempPathFactory, deliveries: Path, already_read: Callable[[Path], None]
) -> Warehouse:
    """A warehouse that has published the typo and a full file, and then taken both back."""
    made = Warehouse(tmp_path_factory.mktemp("mended"))
    already_read(made.home)
    typo = deliveries / TYPO
    typo.write_text(REPORTS)
    loads = made.hotline("ingest", deliveries / FIRST, deliveries / SECOND, typo)["loads"]
    (held,) = [each for each in loads if each["file_name"] == TYPO]
    (full,) = [each for each in loads if each["file_name"] == "referrals-full_2026-11-21.csv"]
    assert (held["status"], full["status"]) == ("held", "landed")
    (landed,) = made.hotline("release", held["load_id"], "--reason", "nobody looked at the year")["loads"]
    assert landed["status"] == "landed"
    assert made.hotline("build")["as_of"] == "2062-11-20T06:00:00Z"
    assert made.hotline("publish")["outcome"] == "published"
    assert made.hotline("retract", landed["load_id"], "--reason", "a typo in the year")["exit_code"] == 0
    assert made.hotline("retract", full["load_id"], "--reason", "a wrong file")["exit_code"] == 0
    assert made.hotline("build")["as_of"] == "2026-11-20T06:00:00Z"
    published = made.hotline("publish")
    assert published["outcome"] == "published", published
    return made


@pytest.fixture(scope="module")
def never(
    tmp_path_factory: pytest.TempPathFactory, deliveries: Path, already_read: Callable[[Path], None]
) -> Warehouse:
    """A warehouse that both files have never reached."""
    made = Warehouse(tmp_path_factory.mktemp("never"))
    already_read(made.home)
    rest = [path for path in sorted((deliveries / SECOND).iterdir()) if path.name != "referrals-full_2026-11-21.csv"]
    made.hotline("run", deliveries / FIRST, *rest)
    return made


@pytest.mark.parametrize("audience", ["administrators", "analysts", "oca"])
def test_every_published_table_is_as_if_the_files_had_never_come(
    mended: Warehouse, never: Warehouse, audience: str
) -> None:
    one, other = mended.tables(audience), never.tables(audience)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_publication_of_the_typo_was_bounded_and_is_withdrawn(mended: Warehouse) -> None:
    folder = mended.home / "published" / "administrators"
    (first,) = [each for each in folder.glob("*/*.json") if json.loads(each.read_text()).get("withdrawn")]
    with duckdb.connect(str(first.with_suffix(".duckdb")), read_only=True) as con:
        days = con.execute("select max(calendar_on) from reference.calendar").fetchall()[0][0]
        totals = con.execute(
            "select (select sum(calls_received) from marts.statutory_counts_daily), (select sum(calls_received) "
            "from marts.statutory_counts where period_type = 'month' and geography_type = 'state')"
        ).fetchall()[0]
    assert days.year == 2037
    assert totals[0] == totals[1] > 0
    assert len(json.loads(first.read_text())["withdrawn"]) == 2
