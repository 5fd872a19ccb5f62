"""The command itself, with dbt and Great Expectations: from files to what each audience reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HOTLINE = Path(sys.executable).with_name("hotline")
HEADER = (
    "referral_id,received_at,received_via,notified_county_fips,screening_decision,screen_out_reason,accepted_at,priority,"
    "response_type,initiated_at,reporter_last_name,updated_at\n"
)
ASSIGNED = (
    "A{n},2026-11-{day:02}T08:00:00,hotline,40109,assigned,,2026-11-{day:02}T09:00:00,I,investigation,"
    "2026-11-{day:02}T12:00:00,Secretname,2026-11-{day:02}T13:00:00\n"
)
SCREENED_OUT = (
    "S{n},2026-11-{day:02}T08:00:00,online,40143,screened_out,not_abuse_or_neglect,,,,,anonymous,"
    "2026-11-{day:02}T13:00:00\n"
)
WRONG = "W{n},2026-11-{day:02}T08:00:00,online,40143,no_such_decision,,,,,,Secretname,2026-11-{day:02}T13:00:00\n"


class Warehouse:
    """A home, a folder of extracts and the command."""

    def __init__(self, root: Path) -> None:
        self.home, self.extracts = root / "home", root / "in"
        self.extracts.mkdir()

    def hotline(self, *arguments: str | Path, audience: str = "administrators") -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        return subprocess.run(
            [str(HOTLINE), *map(str, arguments)],
            env={**kept, "HOTLINE_HOME": str(self.home), "HOTLINE_AUDIENCE": audience, "HOTLINE_MEMORY_LIMIT": "2GB"},
            capture_output=True, text=True, check=False, timeout=600, cwd=self.extracts,
        )  # fmt: skip

    def rows(self, question: str, audience: str = "administrators") -> list[dict[str, Any]]:
        """The answer to a question in SQL."""
        done = self.hotline("sql", question, "--audience", audience, "--format", "json")
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    def manifest(self, audience: str = "administrators") -> bytes:
        """What stands beside the published file."""
        return (self.home / "published" / audience / "manifest.json").read_bytes()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse after its first daily job, for which dbt reads the project as on a new machine."""
    made = Warehouse(tmp_path_factory.mktemp("warehouse"))
    rows = [ASSIGNED.format(n=n, day=n) for n in range(1, 10)] + [SCREENED_OUT.format(n=n, day=n) for n in range(1, 6)]
    (made.extracts / "referrals_2026-11-20.csv").write_text(HEADER + "".join(rows))
    done = made.hotline("run", made.extracts, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["publish"]["outcome"] == "published"
    return made


def test_the_figures_are_those_of_the_files(warehouse: Warehouse) -> None:
    [row] = warehouse.rows(
        "select calls_received, calls_screened_out, referrals_assigned, calls_anonymous from marts.statutory_counts "
        "where geography_type = 'state' and period_type = 'month' and period_label = '2026-11'"
    )
    assert row == {"calls_received": 14, "calls_screened_out": 5, "referrals_assigned": 9, "calls_anonymous": 5}


def test_no_identifying_value_is_anywhere(warehouse: Warehouse) -> None:
    holding = [path for path in warehouse.home.rglob("*") if path.is_file() and b"Secretname" in path.read_bytes()]
    assert holding == []


def test_every_published_table_and_column_is_described(warehouse: Warehouse) -> None:
    for audience in ("administrators", "analysts", "oca"):
        silent = "select table_name, column_name from duckdb_columns() where not internal and comment is null"
        assert warehouse.rows(silent, audience) == []
        assert warehouse.rows("select table_name from duckdb_tables() where comment is null", audience) == []
        assert warehouse.rows("select view_name from duckdb_views() where not internal", audience) == []


def test_the_same_again_publishes_nothing_new(warehouse: Warehouse) -> None:
    before = warehouse.manifest()
    done = warehouse.hotline("run", warehouse.extracts, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["publish"]["outcome"] == "nothing_new"
    assert warehouse.manifest() == before


def test_a_complaint_changes_nothing_that_the_agency_reads(warehouse: Warehouse) -> None:
    before = {audience: warehouse.manifest(audience) for audience in ("administrators", "analysts", "oca")}
    complaints = warehouse.extracts.parent / "oca_complaints_2026-11-25.csv"
    complaints.write_text("complaint_id,received_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n")
    assert warehouse.hotline("run", complaints).returncode == 0
    assert warehouse.manifest() == before["administrators"]
    assert warehouse.manifest("analysts") == before["analysts"]
    assert warehouse.manifest("oca") != before["oca"]
    for audience in ("administrators", "analysts"):
        files = [path for path in (warehouse.home / "published" / audience).rglob("*") if path.is_file()]
        assert len(files) >= 3
        assert [path for path in files if b"oca_complaints" in path.read_bytes()] == []
        assert "oca" not in warehouse.hotline("status", "--json", audience=audience).stdout
    extracts = "select distinct extract from operations.loads order by 1"
    assert warehouse.rows(extracts, "oca") == [{"extract": "oca_complaints"}, {"extract": "referrals"}]


@pytest.mark.long
def test_a_file_with_too_many_wrong_rows_is_held_until_it_is_released(warehouse: Warehouse) -> None:
    figures = "select sum(calls_received) as n from marts.statutory_counts_daily"
    wrong = warehouse.extracts.parent / "referrals_2026-11-21.csv"
    rows = [WRONG.format(n=n, day=1 + n % 9) for n in range(30)]
    rows += [SCREENED_OUT.format(n=90 + n, day=8) for n in range(70)]
    wrong.write_text(HEADER + "".join(rows))
    held = warehouse.hotline("run", wrong, "--json")
    assert held.returncode == 4, held.stderr
    [load] = json.loads(held.stdout)["loads"]
    assert (load["status"], load["rows_in_file"], load["rows_held"]) == ("held", 100, 100)
    assert warehouse.rows(figures) == [{"n": 14}]
    # Whoever reads the published file can tell that a file is being held.
    told = "select rows_held, settled_by from operations.loads where status = 'held'"
    assert warehouse.rows(told) == [{"rows_held": 100, "settled_by": None}]

    done = warehouse.hotline("release", load["load_id"], "--reason", "the new codes are known")
    assert done.returncode == 3, done.stderr
    assert warehouse.hotline("build").returncode == 0
    assert warehouse.hotline("publish").returncode == 0
    assert warehouse.rows(figures) == [{"n": 84}]
    # The file is held no longer, for the pages too: the load that let it in says so.
    newest = "select max(load_id) as load_id from operations.loads where status = 'landed'"
    assert warehouse.rows(told) == [{"rows_held": 100, "settled_by": warehouse.rows(newest)[0]["load_id"]}]
    status = json.loads(warehouse.hotline("status", "--json").stdout)
    assert status["ledger_adds_up"] is True
    assert status["held"] == {"batches": [], "publication": None, "refused": [], "released": []}


@pytest.mark.long
def test_a_day_before_the_first_referrals_is_empty_and_replaces_nothing(warehouse: Warehouse) -> None:
    published = "select count(*) as n from marts.statutory_counts_daily"
    [before] = warehouse.rows(published)
    done = warehouse.hotline("build", "--as-of", "2026-11-01", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["as_of"] is None
    assert warehouse.hotline("publish").returncode == 0
    assert warehouse.rows(published) == [before] != [{"n": 0}]
    asked = warehouse.hotline("sql", published, "--as-of", "2026-11-01", "--format", "csv")
    assert (asked.returncode, asked.stdout) == (0, "n\n0\n")
