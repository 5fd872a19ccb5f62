"""A second reading of the figures of response clocks, by period and geography, from the clock of each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from policy_reference.counts import MONTHS, geographies, period_end, period_start, periods
from policy_reference.logic import Row, months_later
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


def compared(world: World) -> dict[Slice, tuple[Counter[str], Counter[str]]]:
    """Return how many responses have each status, of the days that have ended and of as many of the year before."""
    due_on: dict[Slice, Counter[tuple[str, date]]] = {}
    for _, status, due, where in _clocked(world):
        due_on.setdefault(where, Counter())[status, due] += 1
    starts = {(period_type, start) for period_type, start, *_ in due_on}
    places = {tuple(where) for _, _, *where in due_on}
    held, found = periods(world), {}
    for period_type, start in starts:
        ended = (min(period_end(period_type, start) + timedelta(days=1), world.as_of_on) - start).days
        for place in places:
            now, before = ((period_type, first, *place) for first in (start, months_later(start, -12)))
            # In a period without any report in the state only the slices with a clock have figures.
            if now in due_on or (period_type, start) in held:
                found[now] = (_of_days(due_on, now, ended), _of_days(due_on, before, ended))
    return found


def _of_days(due_on: dict[Slice, Counter[tuple[str, date]]], where: Slice, days: int) -> Counter[str]:
    seen: Counter[str] = Counter()
    for (status, due), number in due_on.get(where, Counter()).items():
        if due < where[1] + timedelta(days=days):
            seen[status] += number
    return seen


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
