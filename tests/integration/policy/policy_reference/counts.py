"""Verdicts in, and out come their counts by period, geography and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from policy_reference.engine import Verdict
from policy_reference.logic import DAY, months_later
from policy_reference.world import Law, World

MONTHS = {"month": 1, "quarter": 3, "fiscal_year": 12, "calendar_year": 12}


class Cell(NamedTuple):
    """The period, geography and rule of a count."""

    period_type: str
    period_start: date
    geography_type: str
    geography_id: str
    rule_id: str


class Count(NamedTuple):
    """The counts of a rule in a period and a geography."""

    in_scope: int
    assessed: int
    not_assessed: int
    broken: int
    rate: float | None


def period_start(period_type: str, day: date, first_month: int) -> date:
    """Return the first day of the period that a day is in."""
    if period_type == "calendar_year":
        return date(day.year, 1, 1)
    length = MONTHS[period_type]
    into = (day.month - first_month) % length
    return months_later(day.replace(day=1), -into)


def period_end(period_type: str, start: date) -> date:
    """Return the last day of a period."""
    return months_later(start, MONTHS[period_type]) - DAY


def geographies(law: Law, county: str) -> list[tuple[str, str]]:
    """Return the state, the district and the county that a report counts in."""
    return [("state", law.state), ("district", law.districts[county]), ("county", county)]


def counted(world: World, found: Iterable[Verdict]) -> dict[Cell, Count]:
    """Return the counts of every cell that has a report in scope. No period begins after as_of_on."""
    seen: Counter[tuple[Cell, str]] = Counter()
    for each in found:
        for period_type in MONTHS:
            start = period_start(period_type, each.counted_on, world.law.first_month)
            if start > world.as_of_on:
                continue
            for geography in geographies(world.law, each.county):
                seen[Cell(period_type, start, *geography, each.rule_id), each.verdict] += 1
    return {cell: _count(*(seen[cell, verdict] for verdict in ("kept", "broken", "not_assessed"))) for cell, _ in seen}


def _count(kept: int, broken: int, not_assessed: int) -> Count:
    assessed = kept + broken
    return Count(assessed + not_assessed, assessed, not_assessed, broken, broken / assessed if assessed else None)


def periods(world: World) -> set[tuple[str, date]]:
    """Return the periods in which the state has a report: every rule has a count in each of their geographies."""
    return {
        (period_type, period_start(period_type, report["received_on"], world.law.first_month))
        for report in world.reports.values()
        for period_type in MONTHS
    }
