"""Calls drawn at random, and counted a second time in plain Python from the words of the definitions."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

ZONE = ZoneInfo("America/Chicago")
AS_OF, AS_OF_ON = "2026-11-16 12:00:00+00", dt.date(2026, 11, 16)
EARLIER, LATER = "2026-11-09 12:00:00+00", "2026-11-18 12:00:00+00"
SHORT, TARGET = 10, 60
OUTCOMES = ("answered", "abandoned", "voicemail", "transferred", "other", None)
PARTS = {
    "answered": "calls_answered", "abandoned": "calls_abandoned", "short": "calls_abandoned_short",
    "voicemail": "calls_voicemail", "transferred": "calls_transferred", "other": "calls_other",
    None: "calls_outcome_not_recorded",
}  # fmt: skip
Call = dict[str, Any]
Figures = dict[str, Any]


def draw_calls() -> list[Call]:
    """Calls around midnights, changes of the clock, the ends of years and as_of_on, some with times out of order."""
    dice = random.Random(11)
    days = [
        dt.date(2024, 2, 29), dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2025, 11, 2), dt.date(2025, 11, 16),
        dt.date(2025, 11, 17), dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 3, 8), dt.date(2026, 11, 1),
        dt.date(2026, 11, 15), AS_OF_ON, dt.date(2026, 11, 17),
    ]  # fmt: skip
    calls = []
    for number in range(600):
        midnight = dt.datetime.combine(dice.choice(days), dt.time(), ZONE).astimezone(dt.UTC)
        hours = dice.choice((0, 1, 2, 5, 23, 23.9999, 24))
        offered = midnight + dt.timedelta(hours=hours, seconds=dice.choice((-1, 0, 1, 30)))
        wait = dt.timedelta(seconds=dice.choice((-5, 0, 1, SHORT, SHORT + 1, TARGET, TARGET + 1, 400, 4000.5)))
        talk = dt.timedelta(seconds=dice.choice((-3, 0, 90, 700)))
        outcome = dice.choice(OUTCOMES)
        answered = offered + wait if outcome in ("answered", None) and dice.random() < 0.9 else None
        calls.append({
            "call_id": f"C{number}", "offered_at": offered, "answered_at": answered,
            "ended_at": None if dice.random() < 0.1 else (answered or offered + wait) + talk, "outcome": outcome,
            "referral_id": dice.choice((None, None, "R1", "R2", "gone")), "updated_at": EARLIER,
        })  # fmt: skip
    return calls


CALLS = draw_calls()


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    for number in (1, 2):
        report = {"referral_id": f"R{number}", "received_at": f"2026-0{number}-01 15:00:00+00", "updated_at": AS_OF}
        warehouse.land("referrals", AS_OF, [report])
    warehouse.land("calls", EARLIER, CALLS[:500])
    # What a later file says of a call counts, and a deleted call is gone. That file is newer than as_of.
    changed = [{**each, "outcome": "other", "updated_at": LATER} for each in CALLS[:20]]
    gone = [{"call_id": each["call_id"], "deleted": True, "updated_at": LATER} for each in CALLS[20:30]]
    warehouse.land("calls", LATER, [*CALLS[500:], *changed, *gone])
    warehouse.start_build(AS_OF, str(AS_OF_ON))
    warehouse.dbt("build", "--exclude-resource-type", "unit_test")
    return warehouse


def current() -> list[Call]:
    """The calls as they stand, up to as_of_on."""
    found = [{**each, "outcome": "other"} for each in CALLS[:20]] + CALLS[30:]
    return [each for each in found if offered_on(each) <= AS_OF_ON]


def offered_on(call: Call) -> dt.date:
    at: dt.datetime = call["offered_at"]
    return at.astimezone(ZONE).date()


def outcome_of(call: Call) -> str | None:
    offered, answered, ended = call["offered_at"], call["answered_at"], call["ended_at"]
    if call["outcome"] is None:
        return "answered" if answered else None
    if call["outcome"] == "abandoned" and ended and 0 <= (ended - offered).total_seconds() <= SHORT:
        return "short"
    return str(call["outcome"])


def figures_of(calls: list[Call]) -> Figures:
    """The figures of some calls, from the words of the definitions."""
    found: Figures = dict.fromkeys(PARTS.values(), 0)
    waits, out_of_order = [], 0
    for call in calls:
        found[PARTS[outcome_of(call)]] += 1
        offered, answered, ended = call["offered_at"], call["answered_at"], call["ended_at"]
        if outcome_of(call) == "answered" and answered and answered >= offered:
            waits.append((answered - offered).total_seconds())
        moments = [each for each in (offered, answered, ended) if each]
        out_of_order += moments != sorted(moments)
    return {
        **found,
        "calls_offered": len(calls),
        "calls_with_seconds_to_answer": len(waits),
        "calls_out_of_order": out_of_order,
        "calls_led_to_report": sum(each["referral_id"] in ("R1", "R2") for each in calls),
        "calls_led_to_unknown_report": sum(each["referral_id"] == "gone" for each in calls),
        "calls_answered_within_target": sum(each <= TARGET for each in waits),
        "mean_seconds_to_answer": sum(waits) / len(waits) if waits else None,
        "median_seconds_to_answer": float(np.quantile(waits, 0.5)) if waits else None,
        "p90_seconds_to_answer": float(np.quantile(waits, 0.9)) if waits else None,
        "longest_seconds_to_answer": max(waits, default=None),
    }


def about(figures: Figures) -> Figures:
    return {name: pytest.approx(value) if isinstance(value, float) else value for name, value in figures.items()}


NAMES = list(figures_of([]))


def published(built: Warehouse, table: str, key: str, where: str = "true") -> dict[Any, Figures]:
    rows = built.rows(f"select {key}, {', '.join(NAMES)} from marts.{table} where {where}")
    width = len(rows[0]) - len(NAMES)
    return {row[0] if width == 1 else row[:width]: dict(zip(NAMES, row[width:], strict=True)) for row in rows}


def start_of(kind: str, day: dt.date) -> dt.date:
    if kind == "calendar_year":
        return day.replace(month=1, day=1)
    if kind == "fiscal_year":
        return dt.date(day.year - (day.month < 7), 7, 1)
    return day.replace(month=day.month if kind == "month" else (day.month - 1) // 3 * 3 + 1, day=1)


def test_every_day_is_counted_as_the_definitions_say(built: Warehouse) -> None:
    by_day = defaultdict(list)
    for call in current():
        by_day[offered_on(call)].append(call)
    assert published(built, "telephone_daily", "offered_on") == {
        day: about(figures_of(calls)) for day, calls in by_day.items()
    }
    assert max(by_day) == AS_OF_ON


@pytest.mark.parametrize("kind", ["month", "quarter", "fiscal_year", "calendar_year"])
def test_every_period_is_counted_as_the_definitions_say(built: Warehouse, kind: str) -> None:
    by_period = defaultdict(list)
    for call in current():
        by_period[start_of(kind, offered_on(call))].append(call)
    assert published(built, "telephone_counts", "period_start", f"period_type = '{kind}'") == {
        start: about(figures_of(calls)) for start, calls in by_period.items()
    }


def test_every_hour_of_the_week_is_counted_as_the_definitions_say(built: Warehouse) -> None:
    by_hour = defaultdict(list)
    for call in current():
        at = call["offered_at"].astimezone(ZONE)
        by_hour[start_of("calendar_year", at.date()), at.isoweekday(), at.hour].append(call)
    rows = published(
        built, "telephone_hours", "period_start, iso_weekday, hour_of_day", "period_type = 'calendar_year'"
    )
    assert rows == {key: about(figures_of(calls)) for key, calls in by_hour.items()}


def test_the_state_is_the_only_geography_and_no_day_after_as_of_has_figures(built: Warehouse) -> None:
    assert built.rows("select distinct geography_type, geography_id from marts.telephone_counts") == [("state", "OK")]
    assert any(offered_on(each) > AS_OF_ON for each in CALLS)
    assert built.rows(f"select count(*) from marts.calls where offered_on > date '{AS_OF_ON}'") == [(0,)]


def test_a_year_to_date_is_compared_with_as_many_days_of_the_year_before(built: Warehouse) -> None:
    [(now, before, to_date)] = built.rows(
        "select calls_offered, calls_offered_previous_year, calls_offered_to_date_previous_year "
        "from marts.telephone_counts where period_type = 'month' and period_start = date '2026-11-01'"
    )
    november = [offered_on(each) for each in current() if start_of("month", offered_on(each)) == dt.date(2025, 11, 1)]
    assert before == len(november)
    # The 16 days that had begun by as_of.
    assert to_date == len([each for each in november if each.day <= 16])
    assert 0 < to_date < before
    assert now > 0


def test_a_call_is_an_orphan_by_its_link_alone(built: Warehouse) -> None:
    orphans = [each for each in CALLS[:20] + CALLS[30:] if each["referral_id"] == "gone"]
    assert built.rows("select orphan_rows from operations.orphans where extract = 'calls'") == [(len(orphans),)]
    [(counted,)] = built.rows("select sum(calls_offered) from marts.telephone_daily")
    assert counted == len(current())


def test_no_count_of_reports_reads_a_call(built: Warehouse) -> None:
    assert built.rows("select sum(calls_received) from marts.statutory_counts_daily") == [(2,)]
