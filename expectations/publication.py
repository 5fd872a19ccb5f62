"""The publication suite: what must be true of a build before it is published.

It takes a build and, where they are attached, the previous publication and the landing file. It returns the facts to
judge. Four faults block: the outcomes do not add up (received = screened out + information and referral + assigned +
pending, policy-rules.md § 1), a count is below zero, a report is not counted exactly once, or a day was lost since the
previous publication. Everything else warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from expectations import continuity, months
from expectations.facts import Fact, Severity, counted, number
from expectations.queries import count_columns, has_table, one_row, sql_text
from ingest.sql_text import quote

SUITE = "publication"

_FAULT = "The build is at fault, not the extracts: keep what is published and report the fault."


@dataclass(frozen=True)
class Build:
    """A build attached to `con`, as control.build describes it.

    `previous` and `landing` say whether the previous publication and the landing file are attached too.
    """

    con: duckdb.DuckDBPyConnection
    build_id: str
    has_as_of: bool
    time_zone: str
    previous: bool
    landing: bool


def read_build(con: duckdb.DuckDBPyConnection) -> Build:
    """Read the build attached to the connection. Raises duckdb.Error where the file is no build."""
    row = one_row(con, "select build_id, as_of_on is not null as has_as_of, time_zone from build.control.build")
    return Build(
        con=con,
        build_id=row["build_id"],
        has_as_of=row["has_as_of"],
        time_zone=row["time_zone"],
        previous=has_table(con, "previous", "marts", "statutory_counts_daily"),
        landing=has_table(con, "landing", "raw", "referrals"),
    )


def publication_suite(build: Build) -> list[Fact]:
    """Return the facts to judge of one build, without those that do not apply to it."""
    con = build.con
    return [
        *_identity(con),
        *_not_negative(con),
        *_counted_once(con),
        *_periods_agree(con),
        *(continuity.days_lost(con, build.time_zone, landing=build.landing) if build.previous else ()),
        *(continuity.fewer_reports(con, landing=build.landing) if build.previous else ()),
        *(continuity.days_without_reports(con) if build.has_as_of else ()),
        *months.newest_month(con),
        *months.newest_month_on_time(con),
        *_compliance_adds_up(con),
        *(continuity.orphans(con) if build.landing else ()),
        *(continuity.late_extracts(con) if build.landing else ()),
    ]


def _none_wrong(
    expectation: str,
    wrong: int,
    *,
    severity: Severity = "block",
    column_name: str | None = None,
    observed: str,
    expects: str,
    found: str,
    mend: str = _FAULT,
) -> Fact:
    """Make a fact that holds where `wrong` is 0."""
    return Fact(SUITE, expectation, column_name, severity, wrong, None, 0, observed, expects, found, mend)


def _first(row: dict[str, Any]) -> str:
    return f", the first {row['first_day']}" if row["first_day"] else ""


def _identity(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Find rows whose outcomes do not add up to the calls received. A row with undelivered outcomes is not judged."""
    for table, day in (("statutory_counts_daily", "received_on"), ("statutory_counts", "period_start")):
        row = one_row(con, sql_text("identity").format(table=table, day=day))
        observed = f"{number(row['wrong'])} of {counted(row['rows'], 'row')} wrong" + _first(row)
        if row["not_judged"]:
            observed += f"; {counted(row['not_judged'], 'row')} not judged, because outcomes were not delivered"
        yield _none_wrong(
            "received_is_the_sum_of_outcomes",
            row["wrong"],
            column_name="calls_received",
            observed=observed,
            expects=f"{table}: screened out, information and referral, assigned and pending add up to the calls "
            "received.",
            found=f"{table}: the outcomes do not add up to the calls received ({observed}).",
        )


def _not_negative(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Find the rows of each table that have a count below zero."""
    for table in ("statutory_counts_daily", "statutory_counts", "response_compliance_daily"):
        columns = count_columns(con, table)
        if not columns:
            raise LookupError(f"the build has no counts in marts.{table}")
        below = " or ".join(f"{quote(column)} < 0" for column in columns)
        row = one_row(con, f"select count(*) as rows, count(*) filter ({below}) as wrong from build.marts.{table}")
        observed = f"{number(row['wrong'])} of {counted(row['rows'], 'row')} with a count below zero"
        yield _none_wrong(
            "no_count_below_zero",
            row["wrong"],
            observed=observed,
            expects=f"{table}: no count is below zero.",
            found=f"{table}: {observed}.",
        )


def _counted_once(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Check that each report is one row of referrals, and one of the calls received on its day in its county."""
    row = one_row(
        con,
        "select count(*) as rows, count(*) - count(distinct referral_id) as wrong from build.marts.referrals",
    )
    observed = f"{number(row['wrong'])} of {counted(row['rows'], 'row')} repeat a report"
    yield _none_wrong(
        "each_report_is_one_row",
        row["wrong"],
        column_name="referral_id",
        observed=observed,
        expects="referrals: every report has exactly one row.",
        found=f"referrals: {observed}.",
    )
    row = one_row(con, sql_text("counted_once"))
    observed = (
        f"a difference of {counted(row['calls'], 'call')} in {counted(row['wrong'], 'combination')} of day and county, "
        f"out of {counted(row['reports'], 'report')}{_first(row)}"
    )
    yield _none_wrong(
        "each_report_is_counted_once",
        row["wrong"],
        column_name="calls_received",
        observed=observed,
        expects="statutory_counts_daily: every report counts once, on its day and in its county.",
        found=f"statutory_counts_daily: reports are missing or counted twice ({observed}).",
    )


def _periods_agree(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Check that periods hold the calls of their days, and that districts and counties add up to the state."""
    row = one_row(con, sql_text("periods"))
    observed = f"{number(row['wrong'])} of {counted(row['rows'], 'period')} differ from their days{_first(row)}"
    if row["short"]:
        observed += f"; {number(row['short'])} of 4 period types with calls missing"
    yield _none_wrong(
        "periods_hold_the_calls_of_their_days",
        row["wrong"] + row["short"],
        column_name="calls_received",
        observed=observed,
        expects="statutory_counts: each period holds each call of its days once.",
        found=f"statutory_counts: {observed}.",
    )
    observed = f"{number(row['parts'])} of {counted(row['rows'], 'period')} differ"
    yield _none_wrong(
        "districts_and_counties_add_up",
        row["parts"],
        severity="warn",
        column_name="calls_received",
        observed=observed,
        expects="statutory_counts: the districts add up to the state, and so do the counties.",
        found=f"statutory_counts: districts or counties do not add up to the state ({observed}).",
        mend="Check that the seeds give every county a district.",
    )


def _compliance_adds_up(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Check that the statuses add up to the reports due (policy-rules.md § 2). Undelivered statuses are not judged."""
    row = one_row(con, sql_text("compliance_parts"))
    observed = f"{number(row['wrong'])} of {counted(row['rows'], 'row')} wrong{_first(row)}"
    yield _none_wrong(
        "compliance_parts_add_up",
        row["wrong"],
        severity="warn",
        column_name="due",
        observed=observed,
        expects="response_compliance_daily: timely, late, overdue, pending and excepted add up to the reports due.",
        found=f"response_compliance_daily: the statuses do not add up to the reports due ({observed}).",
    )
    if row["not_judged"]:
        return
    observed = f"{counted(row['clocks'], 'report')} with a status, {number(row['reports'])} counted"
    yield _none_wrong(
        "each_response_is_counted_once",
        abs(row["clocks"] - row["reports"]),
        severity="warn",
        observed=observed,
        expects="response_compliance_daily: every assigned report counts once.",
        found=f"response_compliance_daily: assigned reports are missing or counted twice ({observed}).",
    )
