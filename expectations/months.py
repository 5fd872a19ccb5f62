"""The publication suite on months: the newest complete month of the whole state against the month before.

It takes a connection of queries.open_build and yields the facts to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from expectations.facts import Fact, bound, counted, percent, share
from expectations.queries import sql_text
from expectations.thresholds import threshold

SUITE = "publication"

# The columns of sql/months.sql after the label and the calls received.
_SHARES = {
    "calls_screened_out": "calls screened out",
    "referrals_assigned": "calls assigned",
    "calls_anonymous": "anonymous calls",
    "calls_by_telephone": "calls by telephone",
}


@dataclass(frozen=True)
class Part:
    """The counts of a part and of its whole in one month; None where a count was not delivered."""

    month: str
    part: int | None
    whole: int | None


def newest_month(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Yield the facts on the number of calls received and on shares of it."""
    months = con.execute(sql_text("months")).fetchall()
    if len(months) < threshold("publication", "min_months"):
        return
    before, newest = months[-2], months[-1]
    if max(before[1], newest[1]) >= threshold("publication", "min_reports"):
        yield _volume(before[0], before[1], newest[0], newest[1])
    for position, (column, words) in enumerate(_SHARES.items(), start=2):
        yield from _share_moved(
            "month_share_as_before",
            column,
            f"statutory_counts: {words}",
            Part(before[0], before[position], before[1]),
            Part(newest[0], newest[position], newest[1]),
        )


def newest_month_on_time(con: duckdb.DuckDBPyConnection) -> Iterator[Fact]:
    """Yield the fact on the share of responses in time, by the month in which they were due."""
    months = con.execute(sql_text("months_on_time")).fetchall()
    if len(months) >= threshold("publication", "min_months"):
        yield from _share_moved(
            "month_compliance_as_before",
            "timely",
            "response_compliance_daily: responses in time",
            Part(*months[-2]),
            Part(*months[-1]),
        )


def _volume(month_before: str, calls_before: int, month: str, calls: int) -> Fact:
    observed = f"{counted(calls, 'call')} in {month}, {counted(calls_before, 'call')} in {month_before}"
    return Fact(
        suite=SUITE,
        expectation="month_volume_as_before",
        column_name="calls_received",
        severity="warn",
        value=calls,
        at_least=threshold("publication", "month_low") * calls_before,
        at_most=max(threshold("publication", "month_high") * calls_before, threshold("publication", "min_reports")),
        observed=observed,
        expects="statutory_counts: the newest complete month has about as many calls as the month before.",
        found=f"statutory_counts: {observed}.",
        mend="Ask the source whether the reports of both months are complete; if they are, record the cause as an "
        "annotation.",
    )


def _share_moved(expectation: str, column: str, where: str, before: Part, newest: Part) -> Iterator[Fact]:
    if before.part is None or newest.part is None or not before.whole or not newest.whole:
        return
    if min(before.whole, newest.whole) < threshold("publication", "min_reports"):
        return
    usual, now = share(before.part, before.whole), share(newest.part, newest.whole)
    spread = (usual * (1 - usual) * (1 / before.whole + 1 / newest.whole)) ** 0.5
    change = max(
        threshold("publication", "month_share_change"),
        threshold("publication", "month_share_deviations") * spread,
    )
    observed = f"{percent(now)} in {newest.month}, {percent(usual)} in {before.month}"
    yield Fact(
        suite=SUITE,
        expectation=expectation,
        column_name=column,
        severity="warn",
        value=now,
        at_least=bound(usual - change),
        at_most=bound(usual + change),
        observed=observed,
        expects=f"{where}: the share is about the same as in the month before.",
        found=f"{where}: {observed}.",
        mend="Ask the source whether practice or recording changed; if it did, record the day as an annotation.",
    )
