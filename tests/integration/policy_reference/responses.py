"""A second reading of the figures of response clocks, by period and geography, from the clock of each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from policy_reference.counts import MONTHS, geographies, period_start
from policy_reference.logic import Row
from policy_reference.world import World

# Period type, first day, kind of geography, geography and priority.
Slice = tuple[str, date, str, str, int]


def excepted_by_kind(world: World) -> dict[tuple[*Slice, str], int]:
    """Return how many responses each kind of exception excused."""
    seen: Counter[tuple[*Slice, str]] = Counter()
    for report, status, _, where in _clocked(world):
        if status == "excepted":
            seen[*where, report["initiation_exception"]] += 1
    return dict(seen)


def _clocked(world: World) -> Iterator[tuple[Row, str, date, Slice]]:
    """Give each assigned report that is due once for every period and geography that it counts in, with its status."""
    for report in world.reports.values():
        status, due = world.clock(report) if report["assigned"] else ("", None)
        if due is None:
            continue
        for period_type in MONTHS:
            start = period_start(period_type, due, world.law.first_month)
            # No period begins after as_of_on: what is due later is known by the day.
            if start <= world.as_of_on:
                for geography in geographies(world.law, report["county"]):
                    yield report, status, due, (period_type, start, *geography, report["priority"])
