"""What was published, what it is now and which reports made the difference, through the command line."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from docs.example_pages import example_that_answers
from serving.publication_files import publication_path

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[3]
HEADER = "referral_id,received_at,notified_county_fips,screening_decision,updated_at,deleted\n"
# What identifies a count in a period, and the figures of a row of report_history.
NOVEMBER = "period_type = 'month' and period_start = '2026-11-01'"
FIGURES = (
    "published_value, current_value, reports_added, reports_removed, reports_reclassified_in, reports_reclassified_out"
)
DAYS = ("2026-11-20", "2026-11-21", "2026-11-22")


class Warehouse:
    """A home, its extracts, and the ids under which each audience was given a day's figures."""

    def __init__(self, root: Path) -> None:
        self.home, self.extracts = root / "home", root / "in"
        self.extracts.mkdir()
        self.ids: dict[str, dict[str, str]] = {}

    def hotline(self, *arguments: str | Path) -> dict[str, Any]:
        """Run a command; returns what it says with --json."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOTLINE_")}
        done = subprocess.run(
            [sys.executable, "-m", "hotline.cli", *map(str, arguments), "--json"],
            env={**kept, "HOTLINE_HOME": str(self.home), "HOTLINE_MEMORY_LIMIT": "2GB"},
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def deliver(self, day: str, *rows: str) -> dict[str, Any]:
        """Run the daily job over a file of these rows, each without its updated_at."""
        file = self.extracts / f"referrals_{day}.csv"
        lines = [row.split(",") for row in rows]
        file.write_text(HEADER + "".join(f"{','.join(row[:4])},{day}T01:00:00,{row[4]}\n" for row in lines))
        return self.hotline("run", file)

    def ask(self, question: str, audience: str = "analysts") -> list[tuple[Any, ...]]:
        """The answer of a published file."""
        file = (self.home / "published" / f"{audience}.duckdb").resolve()
        with duckdb.connect(str(file), read_only=True) as con:
            con.execute("set TimeZone = 'UTC'")
            return con.execute(question).fetchall()

    def history(self, count: str, of: str, audience: str = "analysts", period: str = NOVEMBER) -> tuple[Any, ...]:
        """The figures of a count since the publication of a day."""
        [row] = self.ask(
            f"select {FIGURES} from marts.report_history where metric_id = '{count}' and {period} "
            f"and publication_id = '{self.ids[of][audience]}'",
            audience,
        )
        return row


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Warehouse:
    """Three days: on the second BACK is assigned, GONE deleted, NEW comes, MOVED is a day earlier; on the third BACK
    is screened out again and GONE is delivered once more."""
    made = Warehouse(tmp_path_factory.mktemp("warehouse"))
    already_read(made.home)
    first, second, third = DAYS
    made.ids[first] = made.deliver(
        first,
        "BACK-1,2026-11-05T08:00:00,40109,screened_out,",
        "GONE-1,2026-11-06T08:00:00,40109,screened_out,",
        "MOVED-1,2026-11-01T00:00:00,40109,assigned,",
        "SAME-1,2026-11-01T08:00:00,40143,assigned,",
    )["publish"]["publications"]
    assert made.ask("select count(*) from marts.report_history") == [(0,)]
    assert made.ask("select count(*) from marts.report_changes") == [(0,)]
    made.ids[second] = made.deliver(
        second,
        "BACK-1,2026-11-05T08:00:00,40109,assigned,",
        "GONE-1,,,,true",
        "MOVED-1,2026-10-31T23:59:59,40109,assigned,",
        "NEW-1,2026-11-20T08:00:00,40143,screened_out,",
    )["publish"]["publications"]
    # GONE is removed, BACK reclassified out, NEW added.
    assert made.history("calls_screened_out", first) == (2, 1, 1, 1, 0, 1)
    assert made.ask("select referral_id from marts.report_changes order by 1") == [
        ("BACK-1",),
        ("GONE-1",),
        ("MOVED-1",),
        ("NEW-1",),
    ]
    made.ids[third] = made.deliver(
        third,
        "BACK-1,2026-11-05T08:00:00,40109,screened_out,",
        "GONE-1,2026-11-06T08:00:00,40109,screened_out,",
    )["publish"]["publications"]
    return made


def test_a_count_says_what_it_was_and_what_changed_it(warehouse: Warehouse) -> None:
    first, second, _ = DAYS
    # BACK and GONE are as they were on the first day.
    assert warehouse.history("calls_screened_out", first) == (2, 3, 1, 0, 0, 0)
    assert warehouse.history("calls_screened_out", second) == (1, 3, 1, 0, 1, 0)
    assert warehouse.history("referrals_assigned", first) == (2, 1, 0, 0, 0, 1)
    assert warehouse.history("referrals_assigned", second) == (2, 1, 0, 0, 0, 1)
    assert warehouse.history("calls_received", first) == (4, 4, 1, 0, 0, 1)
    fiscal = "period_type = 'fiscal_year' and period_start = '2026-07-01'"
    assert warehouse.history("calls_received", first, period=fiscal) == (4, 5, 1, 0, 0, 0)


def test_what_was_never_delivered_stays_unknown(warehouse: Warehouse) -> None:
    assert warehouse.history("calls_by_telephone", DAYS[0]) == (None,) * 6


def test_every_audience_reads_the_same_history_under_its_own_names(warehouse: Warehouse) -> None:
    told = {}
    for audience in ("administrators", "analysts", "oca"):
        rows = warehouse.ask(
            f"select publication_id, metric_id, period_label, {FIGURES} from marts.report_history", audience
        )
        known = {warehouse.ids[day][audience]: day for day in DAYS[:2]}
        assert {row[0] for row in rows} == set(known)
        told[audience] = sorted(repr((known[row[0]], *row[1:])) for row in rows)
    assert told["administrators"] == told["analysts"] == told["oca"]
    assert warehouse.ask(
        "select count(*) from marts.report_history as history join operations.publications as publications "
        "using (publication_id, published_at, as_of)"
    ) == warehouse.ask("select count(*) from marts.report_history")
    tables = "select table_name from duckdb_tables() where table_name = 'report_changes'"
    assert warehouse.ask(tables, "administrators") == []


def test_each_change_of_a_report_stands_under_the_publication_that_showed_it(warehouse: Warehouse) -> None:
    second, third = (warehouse.ids[day]["analysts"] for day in DAYS[1:])
    rows = warehouse.ask(
        "select publication_id, referral_id, change, screening_outcome_before, screening_outcome, received_on "
        "from marts.report_changes order by published_at, referral_id"
    )
    assert rows == [
        (second, "BACK-1", "reclassified", "screened_out", "assigned", dt.date(2026, 11, 5)),
        (second, "GONE-1", "removed", "screened_out", None, None),
        (second, "MOVED-1", "reclassified", "assigned", "assigned", dt.date(2026, 10, 31)),
        (second, "NEW-1", "added", None, "screened_out", dt.date(2026, 11, 20)),
        (third, "BACK-1", "reclassified", "assigned", "screened_out", dt.date(2026, 11, 5)),
        (third, "GONE-1", "added", None, "screened_out", dt.date(2026, 11, 6)),
    ]


def asked(question: str, first: str, last: str) -> str:
    """The example that answers a question about the publications A and B, with these ids in their place."""
    return example_that_answers(question).query.replace("'A'", f"'{first}'").replace("'B'", f"'{last}'")


def test_the_examples_compare_any_two_publications(warehouse: Warehouse) -> None:
    first, second, third = (warehouse.ids[day]["analysts"] for day in DAYS)
    net = asked("By how much did each count change from one publication to another?", first, second)
    assert warehouse.ask(f"{net} and metric_id = 'calls_screened_out' and period_label = '2026-11'") == [
        ("calls_screened_out", "2026-11", -1)
    ]
    gross = "How many reports were added, removed or reclassified between any two publications?"
    # GONE is removed and NEW added, BACK and MOVED are counted otherwise; on the third day GONE and BACK are as before.
    assert warehouse.ask(asked(gross, first, second)) == [(1, 1, 2)]
    assert warehouse.ask(asked(gross, first, third)) == [(1, 0, 1)]


def test_a_complaint_adds_a_publication_for_its_office_alone(warehouse: Warehouse) -> None:
    audiences = ("administrators", "analysts", "oca")
    before = {name: (warehouse.home / "published" / f"{name}.duckdb").resolve().read_bytes() for name in audiences}
    file = warehouse.extracts / "oca_complaints_2026-11-23.csv"
    file.write_text("complaint_id,received_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n")
    warehouse.hotline("run", file)
    after = {name: (warehouse.home / "published" / f"{name}.duckdb").resolve().read_bytes() for name in audiences}
    assert [name for name in audiences if before[name] != after[name]] == ["oca"]
    assert warehouse.ask("select count(distinct publication_id) from marts.report_history", "oca") == [(3,)]
    # The third day's is now one of the earlier ones, and nothing changed since.
    assert warehouse.history("calls_screened_out", DAYS[2], "oca") == (3, 3, 0, 0, 0, 0)


def figures(file: Path) -> dict[str, tuple[Any, ...]]:
    """The number of rows of each table of figures and the sum of their hashes, whatever their order."""
    with duckdb.connect(str(file), read_only=True) as con:
        tables = con.execute(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where schema_name <> 'operations' and table_name not in ('report_history', 'report_changes')"
        ).fetchall()
        asked = "select count(*), coalesce(sum(hash(row)::hugeint), 0) from {} as row"
        return {name: con.execute(asked.format(name)).fetchall()[0] for (name,) in tables}


def test_a_published_day_rebuilt_gives_the_same_figures_beside_the_current_ones(warehouse: Warehouse) -> None:
    """Depends on the test before: the complaint was the newest publication of its office."""
    audiences = ("administrators", "analysts", "oca")
    current = {name: (warehouse.home / "published" / f"{name}.duckdb").resolve() for name in audiences}
    warehouse.hotline("build", "--as-of", DAYS[1])
    warehouse.hotline("publish")
    for name in audiences:
        published = publication_path(warehouse.home / "published" / name, warehouse.ids[DAYS[1]][name])
        rebuilt = warehouse.home / "published" / "as_of" / "20261121T060000Z" / f"{name}.duckdb"
        assert figures(rebuilt.resolve()) == figures(published)
    assert {name: (warehouse.home / "published" / f"{name}.duckdb").resolve() for name in audiences} == current

    with duckdb.connect(str(rebuilt.with_name("analysts.duckdb").resolve()), read_only=True) as con:
        # What the second day's publication said of the first, and itself, which has not changed.
        history = con.execute(
            f"select publication_id, {FIGURES} from marts.report_history "
            f"where metric_id = 'calls_screened_out' and {NOVEMBER} order by published_at"
        ).fetchall()
        changes = con.execute("select distinct publication_id from marts.report_changes").fetchall()
    first, second = (warehouse.ids[day]["analysts"] for day in DAYS[:2])
    assert history == [(first, 2, 1, 1, 1, 0, 1), (second, 1, 1, 0, 0, 0, 0)]
    assert changes == [(second,)]


def test_a_rebuild_leaves_the_history_as_it_was(warehouse: Warehouse) -> None:
    """Depends on the test before."""
    before = warehouse.ask("select * from marts.report_history order by all")
    warehouse.hotline("build")
    assert warehouse.hotline("publish")["outcome"] == "nothing_new"
    assert warehouse.ask("select * from marts.report_history order by all") == before
