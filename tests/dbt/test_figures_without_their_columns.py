"""A figure is null where a column that it needs was never delivered, and known where all of them were.

dbt builds one warehouse. Then its deliveries change, and the tables behind the figures are made again from the SQL that
dbt compiled, which takes a second where dbt takes twenty.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

ROOT = Path(__file__).parents[2]
with (ROOT / "seeds" / "product" / "metrics.csv").open(encoding="utf-8", newline="") as handle:
    METRICS = {row["metric_id"]: row for row in csv.DictReader(handle)}
MONDAY, TUESDAY = "2026-11-16 12:00:00+00", "2026-11-17 12:00:00+00"
Needs = list[frozenset[str]]


def needs(metric: str, column: str = "needs") -> Needs:
    """What a metric needs: for each need the columns of which any one will do."""
    return [frozenset(each.split("|")) for each in METRICS[metric][column].split(";") if each]


# Each set of columns that a figure lacks at once: each need, and of alternatives each one alone, which is no lack.
LACKING = sorted(
    {
        tuple(sorted(lacking))
        for metric in METRICS
        for column in ("needs", "needs_at_priority_2")
        for need in needs(metric, column)
        for lacking in (need, *({each} for each in need))
    }
)


def unknown(metric: str, lacking: set[str]) -> bool:
    """Whether one of the metric's needs has no column left."""
    return any(need <= lacking for need in needs(metric))


def unknown_at_priority_2(metric: str, lacking: set[str]) -> bool:
    """The same of a group that holds Priority II."""
    return unknown(metric, lacking) or any(need <= lacking for need in needs(metric, "needs_at_priority_2"))


def report(number: str, day: str, **columns: object) -> dict[str, object]:
    """A report of a November day with every column that a figure needs."""
    return {
        "referral_id": number, "received_at": f"2026-11-{day} 15:00:00+00", "received_via": "hotline",
        "reporter_declined_identity": None, "reporter_first_name_given": None, "reporter_last_name_given": None,
        "reporter_contact_given": None,
        "reporter_type": "registered_sex_offender", "family_id": "F", "possible_indian_child": True,
        "county_office_received_at": f"2026-11-{day} 14:00:00+00", "district_notified_at": f"2026-11-{day} 17:00:00+00",
        "screening_decision": "assigned", "screened_at": f"2026-11-{day} 16:00:00+00", "screen_out_reason": None,
        "services_referred": None, "reporter_informed": None, "accepted_at": f"2026-11-{day} 16:00:00+00",
        "priority": 1, "response_type": "investigation", "initiated_at": f"2026-11-{day} 18:00:00+00",
        "initiation_exception": None, "completed_at": None, "notified_county_fips": "40001",
        "updated_at": f"2026-11-{day} 19:00:00+00", **columns,
    }  # fmt: skip


REPORTS = [
    report("first", "02", reporter_declined_identity=True, completed_at="2026-11-03 15:00:00+00"),
    report("second", "03", priority=2, reporter_first_name_given=True, reporter_last_name_given=True),
    report("inferred", "03", reporter_first_name_given=False),
    report("out", "04", screening_decision="screened_out", accepted_at=None, priority=None, response_type=None,
           initiated_at=None, services_referred=True, reporter_informed=True, screen_out_reason="not_current"),
    report("informed", "05", screening_decision="information_and_referral", accepted_at=None, priority=None,
           response_type=None, initiated_at=None, services_referred=True),
    # Two others of the family are pending when it is accepted.
    report("third_pending", "06", response_type="assessment", completed_at="2026-11-09 15:00:00+00"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    """A warehouse in which every figure has a value."""
    warehouse.land("referrals", "2026-11-01 12:00:00+00", [])
    warehouse.land("referrals", MONDAY, REPORTS)
    warehouse.land("referrals", TUESDAY, [{**REPORTS[2], "priority": 2, "updated_at": TUESDAY}])
    warehouse.land(
        "allegations", MONDAY,
        [
            {"allegation_id": f"A{place}", "referral_id": number, "finding": finding, "found_on": "2026-11-02",
             "child_age_years": 3, "child_disability": True, "updated_at": MONDAY}
            for place, (number, finding) in enumerate([("first", "unable_to_locate"), ("second", "ruled_out")])
        ],
    )  # fmt: skip
    warehouse.land(
        "calls", MONDAY,
        [
            {"call_id": "C1", "offered_at": "2026-11-02 15:00:00+00", "answered_at": "2026-11-02 15:00:20+00",
             "ended_at": "2026-11-02 15:09:00+00", "outcome": "answered", "referral_id": "first", "updated_at": MONDAY},
            {"call_id": "C2", "offered_at": "2026-11-03 15:00:00+00", "answered_at": None,
             "ended_at": "2026-11-03 15:02:00+00", "outcome": "abandoned", "referral_id": "gone", "updated_at": MONDAY},
        ],
    )  # fmt: skip
    warehouse.land(
        "contacts", MONDAY,
        [{"contact_id": "C1", "referral_id": "first", "contacted_at": "2026-11-02 17:00:00+00", "completed": True,
          "contact_with": "alleged_victim", "contact_kind": "face_to_face", "updated_at": MONDAY}],
    )  # fmt: skip
    warehouse.land(
        "reviews", MONDAY,
        [
            {"review_id": f"V{level}", "referral_id": "first", "level": level, "outcome": "screen_out",
             "requested_at": "2026-11-02 17:00:00+00", "decided_at": "2026-11-02 18:00:00+00", "updated_at": MONDAY}
            for level in (1, 2)
        ],
    )  # fmt: skip
    warehouse.start_build(TUESDAY, "2026-11-17")
    warehouse.dbt("build", "--resource-type", "seed", "--resource-type", "model")
    return warehouse


@pytest.fixture(scope="module")
def again(built: Warehouse) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[tuple[str, str]]]]:
    """The build, and the tables behind the figures with their SQL, each after those that it reads."""
    nodes = json.loads((built.target / "manifest.json").read_text(encoding="utf-8"))["nodes"]
    order = [each["unique_id"] for each in json.loads((built.target / "run_results.json").read_text())["results"]]
    figures = {f"model.hotline.{METRICS[each]['published_in'].removeprefix('marts.')}" for each in METRICS}
    behind: set[str] = set()
    found = list(figures)
    while found:
        name = found.pop()
        if name in nodes and name not in behind:
            behind.add(name)
            found += nodes[name]["depends_on"].get("nodes", [])
    tables = [
        (f"{nodes[name]['schema']}.{nodes[name]['alias']}", nodes[name])
        for name in sorted(behind & set(order), key=order.index)
        if nodes[name]["resource_type"] == "model" and nodes[name]["config"]["materialized"] == "table"
    ]
    compiled = [
        (table, (built.target / "compiled" / "hotline" / node["original_file_path"]).read_text(encoding="utf-8"))
        for table, node in tables
        if table != "intermediate.int_deliveries"
    ]
    with built.connect(built.build) as connection:
        connection.execute(f"attach '{built.landing}' as landing (read_only)")
        yield connection, compiled


def figures_that_are_known(
    again: tuple[duckdb.DuckDBPyConnection, list[tuple[str, str]]], lacking: tuple[str, ...]
) -> tuple[set[str], set[str]]:
    """The metrics that have a value in some row, and those that have one in a row of Priority I alone."""
    connection, compiled = again
    connection.execute("begin")
    for column in lacking:
        connection.execute("delete from intermediate.int_deliveries where extract || '.' || column_name = ?", [column])
    for table, sql in compiled:
        connection.execute(f"create or replace table {table} as {sql}")
    known, of_priority_1 = set(), set()
    for metric, row in METRICS.items():
        if row["published_in"] == "marts.performance_trends":
            asked = f"select count(value) from marts.performance_trends where measure = '{metric}'"
        else:
            asked = f"select count({metric}) from {row['published_in']}"
        if row["published_in"] == "marts.response_compliance":
            asked += " where breakdown = "
            [(count,)] = connection.execute(asked + "'priority' and priority = 1").fetchall()
            of_priority_1 |= {metric} if count else set()
            asked += "'all'"
        [(count,)] = connection.execute(asked).fetchall()
        known |= {metric} if count else set()
    connection.execute("rollback")
    return known, of_priority_1


def test_every_figure_is_known_where_everything_was_delivered(again: Any) -> None:
    known, of_priority_1 = figures_that_are_known(again, ())
    assert sorted(set(METRICS) - known) == []
    assert of_priority_1 == {each for each in METRICS if METRICS[each]["published_in"] == "marts.response_compliance"}


@pytest.mark.parametrize("lacking", LACKING, ids=" ".join)
def test_a_figure_is_null_exactly_where_it_lacks_what_it_needs(again: Any, lacking: tuple[str, ...]) -> None:
    known, of_priority_1 = figures_that_are_known(again, lacking)
    gone = set(lacking)
    assert set(METRICS) - known == {each for each in METRICS if unknown_at_priority_2(each, gone)}
    responses = {each for each in METRICS if METRICS[each]["published_in"] == "marts.response_compliance"}
    assert responses - of_priority_1 == {each for each in responses if unknown(each, gone)}


def test_no_figure_is_of_days_that_no_delivery_covers(again: Any) -> None:
    """As of January, deliveries that end in November make no month of 0 reports, and November no whole month."""
    connection, compiled = again
    connection.execute("begin")
    connection.execute("update control.build set as_of = '2027-01-15 12:00:00+00', as_of_on = '2027-01-15'")
    for table, sql in compiled:
        connection.execute(f"create or replace table {table} as {sql}")
    tables = [*{METRICS[each]["published_in"] for each in METRICS}, "marts.policy_exception_counts"]
    later = {
        table: connection.execute(f"select count(*) from {table} where period_start > date '2026-11-01'").fetchone()
        for table in tables
    }
    november = "period_type = 'month' and geography_type = 'state' and period_label = '2026-11'"
    [counted] = connection.execute(
        f"select is_complete, is_covered, calls_received from marts.statutory_counts where {november}"
    ).fetchall()
    points = connection.execute("select distinct is_point, signal from marts.performance_trends").fetchall()
    connection.execute("rollback")
    assert later == dict.fromkeys(tables, (0,))
    assert counted == (True, False, len(REPORTS))
    assert points == [(False, "not_judged")]
