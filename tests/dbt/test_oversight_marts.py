"""The oversight office's tables built from rows in a landing file, and a search for any trace of them elsewhere."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from test_core_marts import TUESDAY, land_everything, referral

from hotline.building.published_objects import write_published_objects
from hotline.building.state_words import state_words
from hotline.building.withheld_rows import write_withheld_rows
from hotline.publishing.audience_file import copy_objects
from hotline.publishing.history import BuildNames
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.home import Home
from hotline.warehouse.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.dbt.conftest import Warehouse

PLANTED = "PLANTED-COMPLAINT"
OWN = ("oca_caseload", "oca_complaints", "oca_complaint_outcomes", "re_reports", "re_report_rates")


def land_reports(warehouse: Warehouse) -> None:
    """Land the core tables' reports, a family that is reported again and again, and an assessed fourth report."""
    land_everything(warehouse)
    warehouse.land(
        "referrals",
        TUESDAY,
        [
            referral("S1", "2025-07-01 12:00:00+00", family_id="F1", screening_decision="assigned", priority=2,
                     response_type="investigation", accepted_at="2025-07-01 13:00:00+00",
                     completed_at="2025-08-31 12:00:00+00"),
            referral("S2", "2025-09-15 12:00:00+00", family_id="F1", screening_decision="screened_out",
                     screen_out_reason="duplicate"),
            referral("S3", "2026-03-01 12:00:00+00", family_id="F1", screening_decision="screened_out",
                     screen_out_reason="not_current", notified_county_fips="40003"),
            referral("S4", "2026-11-02 12:00:00+00", screening_decision="assigned", priority=2,
                     response_type="assessment", accepted_at="2026-11-02 13:00:00+00", prior_accepted_reports=3,
                     associated_referral_id="S3"),
        ],
    )  # fmt: skip
    warehouse.land(
        "allegations",
        TUESDAY,
        [{"allegation_id": "S1A", "referral_id": "S1", "child_id": "C7", "finding": "unsubstantiated",
          "found_on": "2025-08-31", "updated_at": TUESDAY}],
    )  # fmt: skip


def land_complaints(warehouse: Warehouse) -> None:
    """Land complaints about an open report, a report that is not current, no report and two screened-out reports.

    The scope of the complaint about the first of them is not known.

    Their file is later than the reports' file.
    """
    warehouse.land(
        "oca_complaints",
        "2026-11-18 12:00:00+00",
        [
            {"complaint_id": f"{PLANTED}-{number}", "received_at": "2026-11-16 15:00:00+00", "referral_id": report,
             "county_fips": county, "concern": "conduct", "in_scope": scope, "referred_to": sent, "closed_at": closed,
             "opened_at": "2026-11-17 15:00:00+00", "updated_at": TUESDAY}
            for number, (report, county, scope, sent, closed) in enumerate(
                [
                    ("R1", "40001", True, None, "2026-11-17 16:00:00+00"),
                    ("R9", "40001", False, "court", None),
                    (None, None, False, "court", "2026-11-16 15:00:00+00"),
                    ("S3", "40003", None, None, None),
                    ("S2", "40003", True, None, None),
                ]
            )
        ],
    )  # fmt: skip


def build(warehouse: Warehouse, *selection: str) -> Warehouse:
    """Build everything that landed, and write the tables that publishing reads."""
    warehouse.start_build(TUESDAY, "2026-11-17")
    warehouse.dbt("build", *selection)
    agency = [name for name, contract in warehouse.contracts.items() if not contract.oversight]
    with warehouse.connect(warehouse.build) as con:
        con.execute("create table control.agency_extracts as select unnest(?::varchar[]) as extract", [agency])
        write_published_objects(con, warehouse.target / "manifest.json", state_words("oklahoma"))
        write_withheld_rows(con, warehouse.target / "manifest.json")
    return warehouse


def files(warehouse: Warehouse) -> dict[str, Path]:
    """Return the path of each audience's copy of the build."""
    settings = Settings(home=warehouse.folder / "home", memory_limit="500MB", threads=1)
    home = Home(settings.home)
    home.prepare()
    made = {audience: warehouse.folder / f"{audience}.duckdb" for audience in AUDIENCES}
    for audience, path in made.items():
        copy_objects(home, settings, warehouse.build, path, audience, BuildNames([], []))
    return made


@contextmanager
def opened(path: Path) -> Iterator[Callable[[str], list[Any]]]:
    """A way to ask one file many questions: to open it takes longer than most of them."""
    with duckdb.connect(str(path), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        yield lambda sql: con.execute(sql).fetchall()


def ask(path: Path, sql: str) -> list[Any]:
    with opened(path) as asked:
        return asked(sql)


def contents(path: Path) -> dict[str, list[str]]:
    """Return every row of every table as text, and every comment."""
    with opened(path) as asked:
        tables = asked("select schema_name, table_name from duckdb_tables()")
        return {
            "tables": sorted(map(repr, asked("select schema_name, table_name, comment from duckdb_tables()"))),
            "columns": sorted(map(repr, asked("select table_name, column_name, comment from duckdb_columns()"))),
            **{
                f"{schema}.{table}": sorted(map(repr, asked(f"select * from {schema}.{table}")))
                for schema, table in tables
            },
        }


@pytest.fixture(scope="module")
def without(another_warehouse: Warehouse) -> Warehouse:
    """A warehouse to which no complaint was ever delivered."""
    land_reports(another_warehouse)
    return build(another_warehouse, "--resource-type", "seed", "--resource-type", "model")


@pytest.fixture(scope="module")
def complaints_alone(warehouse: Warehouse) -> dict[str, int]:
    """The number of rows in each of the office's tables before a file of reports landed."""
    land_complaints(warehouse)
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--select", "+path:models/oversight", "--resource-type", "seed", "--resource-type", "model")
    return {name: warehouse.rows(f"select count(*) from oversight.{name}")[0][0] for name in OWN}


@pytest.fixture(scope="module")
def built(complaints_alone: dict[str, int], warehouse: Warehouse) -> Warehouse:
    del complaints_alone  # its build comes first, in the same folder
    land_reports(warehouse)
    return build(warehouse, "--exclude-resource-type", "unit_test")


def test_before_reports_landed_every_table_is_empty(complaints_alone: dict[str, int]) -> None:
    assert complaints_alone == dict.fromkeys(OWN, 0)


def test_an_extract_that_was_never_delivered_leaves_the_register_empty(without: Warehouse) -> None:
    assert without.rows("select count(*) from oversight.oca_complaints") == [(0,)]
    assert without.rows("select count(*) from oversight.oca_complaint_outcomes") == [(0,)]
    assert without.rows("select count(*) from oversight.oca_caseload")[0][0] > 0


def test_the_caseload_holds_the_open_the_unsubstantiated_and_what_complaints_name(built: Warehouse) -> None:
    why = "listed_as, is_unsubstantiated, is_named_in_complaint"
    assert built.rows(f"select referral_id, {why} from oversight.oca_caseload order by 1") == [
        ("R1", "open", True, True),
        ("R2", "open", False, False),
        ("R4", "open", False, False),
        ("R5", "open", False, False),
        ("S1", "unsubstantiated", True, False),
        ("S2", "complaint", False, True),
        ("S4", "open", False, False),
    ]


def test_without_a_register_no_complaint_lists_a_report(without: Warehouse) -> None:
    assert without.rows(
        "select listed_as, is_named_in_complaint, count(*) from oversight.oca_caseload group by all order by 1"
    ) == [("open", None, 5), ("unsubstantiated", None, 1)]


def test_a_report_that_a_complaint_names_can_be_read_in_every_table_of_reports(built: Warehouse) -> None:
    """In the office's file alone: the agency's readers see what they always saw."""
    made = files(built)
    for table in ("marts.referrals", "marts.policy_verdicts"):
        assert ask(made["oca"], f"select count(*) > 0 from {table} where referral_id = 'S2'") == [(True,)]
    assert ask(made["analysts"], "select count(*) from marts.referrals where referral_id in ('S2', 'S3')") == [(2,)]


def test_the_office_counts_in_its_caseload_the_exceptions_that_its_file_lists(built: Warehouse) -> None:
    oca = files(built)["oca"]
    listed = ask(
        oca,
        "select referral_id, count(*), count(*) filter (where severity = 'breach') from marts.policy_exceptions"
        " group by referral_id order by 1",
    )
    assert "S4" in {report for report, *_ in listed}
    counted = "select referral_id, exceptions, breaches from oversight.oca_caseload where exceptions > 0 order by 1"
    assert ask(oca, counted) == listed
    # The clocks read columns that nobody delivered. A report of which nothing was assessed has no number of exceptions.
    unknown = "select referral_id from oversight.oca_caseload where {} order by 1"
    nothing_assessed = (
        "referral_id not in (select referral_id from marts.policy_verdicts where verdict <> 'not_assessed')"
    )
    unknown_reports = ask(oca, unknown.format("exceptions is null"))
    assert unknown_reports == ask(oca, unknown.format(nothing_assessed)) != []
    numbers = "select exceptions, rules_not_assessed from oversight.oca_caseload where referral_id in ('R1', 'S1')"
    assert ask(oca, f"{numbers} order by referral_id") == [(0, 2), (0, 2)]


def test_the_caseload_has_the_family_history_of_the_reports(built: Warehouse) -> None:
    history = "referral_id, prior_accepted, pending_accepted"
    oca = files(built)["oca"]
    assert ask(oca, f"select {history} from oversight.oca_caseload order by 1") == ask(
        oca, f"select {history} from marts.referrals order by 1"
    )


def test_a_complaint_keeps_its_row_whatever_it_is_linked_to(built: Warehouse) -> None:
    assert built.rows(
        "select complaint_id[-1], county_fips, report_link, report_listed_as, stage, days_to_close, days_waiting"
        " from oversight.oca_complaints order by 1"
    ) == [
        ("0", "40001", "in_caseload", "open", "closed", 1, None),
        ("1", "40001", "not_current", None, "under_investigation", None, 1),
        ("2", "00000", "unlinked", None, "closed", 0, None),
        ("3", "40003", "outside_caseload", None, "under_investigation", None, 1),
        ("4", "40003", "in_caseload", "complaint", "under_investigation", None, 1),
    ]


def test_where_complaints_out_of_scope_were_sent(built: Warehouse) -> None:
    assert built.rows(
        "select value, value_label, complaints, out_of_scope, followed_up, steps_out_of_order"
        " from oversight.oca_complaint_outcomes where breakdown in ('all', 'referred_to')"
        " and geography_type = 'state' and period_type = 'fiscal_year' order by 1"
    ) == [
        ("all", "All", 5, 2, None, 1),
        ("court", "Court", 2, 2, None, 1),
        ("not_recorded", "Not recorded", 3, 0, None, 0),
    ]


def test_every_breakdown_adds_up_to_all_complaints(built: Warehouse) -> None:
    assert built.rows(
        "select distinct sum(complaints) over (partition by period_type, period_start, geography_type, breakdown)"
        " from oversight.oca_complaint_outcomes"
    ) == [(5,)]


def test_a_family_is_re_reported_in_the_window_that_holds_the_next_report(built: Warehouse) -> None:
    # Settled on 31 August 2025: six months end on 28 February. A duplicate apart, the next report came on 1 March. It
    # was screened out and no complaint in scope names it, so it is outside the caseload: it is counted and not named.
    assert built.rows(
        "select referral_id, window_months, window_ends_on, is_re_reported, re_report_referral_id, numerator,"
        " denominator, county_fips from oversight.re_reports order by all"
    ) == [
        ("S1", 6, dt.date(2026, 2, 28), False, None, 0, 1, "40001"),
        ("S1", 12, dt.date(2026, 8, 31), True, None, 1, 1, "40001"),
    ]
    assert built.rows(
        "select window_months, numerator, denominator, rate, is_mature from oversight.re_report_rates"
        " where geography_id = '40001' and period_type = 'month' order by 1"
    ) == [(6, 0, 1, 0.0, True), (12, 1, 1, 1.0, True)]


def test_the_office_gets_core_rows_of_its_caseload_without_reporters(built: Warehouse) -> None:
    oca = files(built)["oca"]
    caseload = ask(oca, "select referral_id from oversight.oca_caseload order by 1")
    assert ask(oca, "select referral_id from marts.referrals order by 1") == caseload
    with_reports = ask(
        oca, "select schema_name || '.' || table_name from duckdb_columns() "
        "where column_name = 'referral_id' and schema_name <> 'oversight'",
    )  # fmt: skip
    assert {("marts.referrals",), ("marts.allegations",), ("marts.response_times",)} <= set(with_reports)
    for (table,) in with_reports:
        assert ask(oca, f"select count(*) from {table} where referral_id not in (select referral_id "
                        "from oversight.oca_caseload) or referral_id is null") == [(0,)]  # fmt: skip
        columns = ask(oca, f"select column_name from (describe {table})")
        assert [name for (name,) in columns if "reporter" in name or "anonym" in name] == []


def test_no_report_outside_the_caseload_is_named_anywhere_in_the_offices_file(built: Warehouse) -> None:
    """Neither in a column nor inside a text. The numbers in complaints are the office's own: its register has them."""
    oca = files(built)["oca"]
    caseload = {number for (number,) in ask(oca, "select referral_id from oversight.oca_caseload")}
    outside = {number for (number,) in built.rows("select referral_id from marts.referrals")} - caseload
    assert "S3" in outside
    assert named_in(oca, outside) == []
    assert ("marts.referrals", "associated_referral_id") not in ask(
        oca, "select schema_name || '.' || table_name, column_name from duckdb_columns()"
    )


def named_in(path: Path, reports: set[str]) -> list[tuple[str, str]]:
    """The columns of a file in which the number of one of these reports stands, but for oca_complaints.referral_id."""
    word = "regexp_split_to_array(value::varchar, '[^A-Za-z0-9_-]+')"
    with opened(path) as asked:
        columns = asked(
            "select schema_name || '.' || table_name, column_name from duckdb_columns() where database_name = "
            "current_database() and not internal and (table_name, column_name) <> ('oca_complaints', 'referral_id')"
        )
        return [
            (table, column)
            for table, column in columns
            if {
                each
                for (each,) in asked(f'select distinct unnest({word}) from (select "{column}" as value from {table})')
            }
            & reports
        ]


def test_a_complaint_leaves_no_trace_in_any_other_audiences_file(without: Warehouse, built: Warehouse) -> None:
    """The tables, their rows and their comments are those of a warehouse that never received a complaint."""
    before, after = files(without), files(built)
    for audience in ("administrators", "analysts"):
        then, now = contents(before[audience]), contents(after[audience])
        assert now.keys() == then.keys()
        # Files are numbered in the order in which these tests land them, and the office's file has a number too.
        assert [name for name in now if now[name] != then[name]] == ["operations.loads"]
        assert len(now["operations.loads"]) == len(then["operations.loads"])
        assert PLANTED not in repr(now)
        assert "oca_complaint" not in repr(now)
    assert PLANTED in repr(contents(after["oca"]))
