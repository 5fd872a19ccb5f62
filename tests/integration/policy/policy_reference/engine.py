"""From rules to verdicts. A rule is a function from a report to the rows in its scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from policy_reference.logic import Row
from policy_reference.world import World

Limits = tuple[int | None, int | None]


class Found(NamedTuple):
    """One row in a rule's scope. Of several of a report the greatest excess decides, then the smallest key."""

    counted_on: date
    broken: bool | None
    excess: float | None = None
    key: str = ""
    # The law of the day of the recording judges the recording and its disclosures.
    judged_on: date | None = None


class Verdict(NamedTuple):
    """The verdict of a rule on a report."""

    rule_id: str
    referral_id: str
    county: str
    counted_on: date
    verdict: str


Rule = Callable[[World, Row, Limits | None], Iterable[Found]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Register a function as the rule of its name."""
    RULES[function.__name__] = function
    return function


def lower(limits: Limits | None) -> int | None:
    """Return the rule's lower limit, or None where none is in force."""
    return limits[0] if limits else None


def upper(limits: Limits | None) -> int | None:
    """Return the rule's upper limit, or None where none is in force."""
    return limits[1] if limits else None


def _rank(found: Found) -> tuple[int, bool, float, str]:
    """Order rows: broken before not assessed before kept. A row that is not assessed has no excess."""
    excess = None if found.broken is None else found.excess
    place = {True: 0, None: 1, False: 2}[found.broken]
    return place, excess is None, -(excess or 0), found.key


def verdicts(world: World) -> Iterator[Verdict]:
    """Yield a verdict for every report and every rule in whose scope it is."""
    words: dict[bool | None, str] = {True: "broken", False: "kept", None: "not_assessed"}
    for rule_id, judge in RULES.items():
        for report in world.reports.values():
            found = [
                each if world.law.rule(rule_id, each.judged_on or report["received_on"]) else each._replace(broken=None)
                for each in judge(world, report, world.law.rule(rule_id, report["received_on"]))
            ]
            if found:
                first = min(found, key=_rank)
                yield Verdict(rule_id, report["referral_id"], report["county"], first.counted_on, words[first.broken])
