"""A second reading of the screening measures, in plain Python from their definitions, report by report."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from policy_reference.extracts import FIRST_DELIVERY
from policy_reference.logic import Row, some
from policy_reference.world import World

DECISIONS = ("screened_out", "information_and_referral", "assigned")
OUTCOMES = (*DECISIONS, "pending")
CLOCKS = {
    "from_county_office": ("county_office_received_at", "received_at"),
    "to_screening": ("received_at", "screened_at"),
    "to_district": ("received_at", "district_notified_at"),
}
CHANGES = {"screening_decision": "decision", "priority": "priority", "response_type": "response_type"}
NOBODY = "anonymous"
# From so many pending reports on a family on, all are to be completed faster (ITS 20(2)).
PENDING = 3
COMPLETED = {
    "investigations": "investigations_completed",
    "assessments": "assessments_completed",
    "several_pending": "completed_of_several_pending",
}

Slice = tuple[str, date, str]


def changes(versions: Sequence[Row]) -> set[str]:
    """Return which columns changed after a report was screened, from its versions, oldest first (ITS 3(4))."""
    told = [row for row in versions if row["deleted"] is not True]
    screened = [number for number, row in enumerate(told) if row["screening_decision"] in DECISIONS]
    since = told[screened[0] :] if screened else []
    return {name for name in CHANGES if len({row[name] for row in since if row[name] is not None}) > 1}


def found_again(world: World, report: Row) -> tuple[bool, bool, bool]:
    """Return whether the family could not be located, can be followed, and was reported again (ITS 7)."""
    allegations = world.of["allegations"][report["referral_id"]]
    found = [row for row in allegations if row["finding"] == "unable_to_locate"]
    if not found or not report["assigned"] or report["response_type"] != "investigation":
        return False, False, False
    days = [row["found_on"] for row in found if row["found_on"] is not None]
    after = max(days) if days else report["completed_at"] and world.day(report["completed_at"])
    if after is None or report["family_id"] is None:
        return True, False, False
    again = any(
        other["received_on"] > after
        and other is not report
        and not (other["screened_out"] and other["screen_out_reason"] in ("duplicate", "subsequent"))
        for other in world.families[report["family_id"]]
    )
    return True, True, again


def anonymity(report: Row) -> str:
    """Return anonymous or named: as stated, or inferred from the given names where nothing is stated (R(b)(3))."""
    if report["reporter_declined_identity"] is not None:
        return "anonymous" if report["reporter_declined_identity"] else "named"
    # Every file has both columns, so a missing name was not given.
    names = (report["reporter_first_name"], report["reporter_last_name"])
    return "named" if all(name not in (None, NOBODY) for name in names) else "anonymous"


def _is_young(allegation: Row) -> bool | None:
    """Return whether a child is five or younger (ITS 8(1)(B))."""
    age = allegation["child_age_years"]
    return None if age is None else age <= 5


def of_report(world: World, report: Row, versions: Sequence[Row]) -> set[str]:
    """Return the names of the counts that a report is in."""
    found = {"calls_received"}
    for name, (begins, ends) in CLOCKS.items():
        if report[begins] is not None and report[ends] is not None:
            in_order = report[ends] >= report[begins]
            found.add(f"reports_with_hours_{name}" if in_order else f"out_of_order_{name}")
    if report["screened_out"]:
        found.add("calls_screened_out")
        for column, said, unsaid in (
            ("services_referred", "screened_out_referred_to_services", "screened_out_services_not_recorded"),
            ("reporter_informed", "screened_out_reporter_informed", "screened_out_informing_not_recorded"),
        ):
            found |= {said} if report[column] else set() if report[column] is False else {unsaid}
    if report["outcome"] == "information_and_referral":
        found.add("information_and_referral")
        if report["services_referred"] is not False:
            said = report["services_referred"]
            found.add(f"information_and_referral_{'to_services' if said else 'services_not_recorded'}")
    if report["reporter_type"] is None:
        found.add("reporter_type_not_recorded")
    elif report["reporter_type"] == "registered_sex_offender":
        found.add("reported_by_registered_sex_offender")
    if report["possible_indian_child"] is not False:
        found.add("possible_indian_child" if report["possible_indian_child"] else "possible_indian_child_not_recorded")
    allegations = world.of["allegations"][report["referral_id"]]
    for name, unsaid, children in (
        ("young_children", "young_children_not_recorded", [_is_young(each) for each in allegations]),
        (
            "children_with_disability",
            "child_disability_not_recorded",
            [each["child_disability"] for each in allegations],
        ),
    ):
        concerned = some(*children) if children else None
        if concerned is None:
            found.add(unsaid)
        elif concerned:
            found |= {f"calls_on_{name}", *([f"{name}_screened_out"] if report["screened_out"] else [])}
    changed = changes(versions)
    if changed:
        found |= {"changed_after_screening", *(f"{CHANGES[name]}_changed_after_screening" for name in changed)}
    decided = report["screening_decision"] in DECISIONS
    if changed or decided:
        found.add("reports_screened")
    if decided and report["screened_at"] is not None and report["screened_at"] >= FIRST_DELIVERY:
        found |= {"screened_since_first_delivery", *(["changed_since_first_delivery"] if changed else [])}
    unable, followed, again = found_again(world, report)
    found |= {"unable_to_locate"} if unable else set()
    found |= {"unable_to_locate_followed"} if followed else set()
    found |= {"unable_to_locate_reported_again"} if again else set()
    willing = anonymity(report)
    names = (report["reporter_first_name"], report["reporter_last_name"])
    given = all(name not in (None, NOBODY) for name in names)
    if willing == "named" and given and report["reporter_phone"] is None and report["reporter_address"] is None:
        found.add("named_without_contact")
    return found | {f"calls_{willing}", f"{willing}_{report['outcome']}"}


def periods(day: date) -> Iterable[tuple[str, date]]:
    """Yield the four periods that a day lies in, each with its first day. A fiscal year begins in July."""
    yield "month", day.replace(day=1)
    yield "quarter", date(day.year, 1 + (day.month - 1) // 3 * 3, 1)
    yield "fiscal_year", date(day.year - (day.month < 7), 7, 1)
    yield "calendar_year", date(day.year, 1, 1)


def quantile(values: Iterable[Fraction], portion: Fraction) -> float | None:
    """Return the value at a portion of the sorted values, interpolated between two of them."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * portion
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def first_contacts(world: World, report: Row) -> Iterable[tuple[str, Row]]:
    """Yield the first attempt at an alleged victim since receipt, and the first contact that reached one.

    A completed attempt at the home says that somebody went there (ITS 3(5)(D)(iii)).
    """
    tried = [
        each
        for each in world.of["contacts"][report["referral_id"]]
        if each["contact_with"] == "alleged_victim" and each["contacted_at"] >= report["received_at"]
    ]
    met = [each for each in tried if each["completed"] and each["contact_kind"] not in (None, "home_attempt")]
    for name, several in (("to_first_attempt", tried), ("to_first_contact", met)):
        if several:
            yield name, min(several, key=lambda each: each["contacted_at"])


def completion(world: World, report: Row) -> tuple[list[str], int] | None:
    """Return the kinds of completion that a report is in, and its days from acceptance (ITS 20(2)).

    None where it is not accepted, not completed, or completed before it was accepted.
    """
    accepted, completed = report["accepted_at"], report["completed_at"]
    if not report["accepted"] or completed is None or completed < accepted:
        return None
    kinds = {"investigation": ["investigations"], "assessment": ["assessments"]}.get(report["response_type"], [])
    if (world.pending_accepted(report) or 0) >= PENDING:
        kinds = [*kinds, "several_pending"]
    return kinds, (world.day(completed) - world.day(accepted)).days


def of_review(review: Row) -> list[str]:
    """Return the names of the counts that a review is in (ITS 3(5)(C))."""
    if review["level"] is None:
        return []
    name = f"level_{review['level']}_reviews"
    decided = review["decided_at"] is not None
    overturned = decided and review["outcome"] == "screen_out"
    return [name, *([f"{name}_decided"] if decided else []), *([f"{name}_overturned"] if overturned else [])]


def measures(world: World, versions: dict[str, list[Row]]) -> dict[Slice, dict[str, Any]]:
    """Return the counts, medians and 90th percentiles other than 0 by kind of period, its first day and place."""
    found: dict[Slice, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    hours: dict[tuple[Slice, str], list[Fraction]] = defaultdict(list)
    days: dict[tuple[Slice, str], list[Fraction]] = defaultdict(list)
    for key, report in world.reports.items():
        counts = of_report(world, report, versions[key])
        for kind, first in periods(report["received_on"]):
            for place in ("state", report["county"]):
                for name in counts:
                    found[kind, first, place][name] += 1
                for name, (begins, ends) in CLOCKS.items():
                    if f"reports_with_hours_{name}" in counts:
                        taken = (report[ends] - report[begins]) // timedelta(microseconds=1)
                        hours[(kind, first, place), name].append(Fraction(taken, 3_600_000_000))
                for review in world.of["reviews"][key]:
                    for name in of_review(review):
                        found[kind, first, place][name] += 1
                if done := completion(world, report):
                    for name in done[0]:
                        found[kind, first, place][COMPLETED[name]] += 1
                        days[(kind, first, place), name].append(Fraction(done[1]))
                for name, contact in first_contacts(world, report):
                    taken = (contact["contacted_at"] - report["received_at"]) // timedelta(microseconds=1)
                    found[kind, first, place][f"reports_with_hours_{name}"] += 1
                    hours[(kind, first, place), name].append(Fraction(taken, 3_600_000_000))
    for (place, name), values in hours.items():
        found[place][f"median_hours_{name}"] = quantile(values, Fraction(1, 2))
        found[place][f"p90_hours_{name}"] = quantile(values, Fraction(9, 10))
    for (place, name), values in days.items():
        found[place][f"median_days_of_{name}"] = quantile(values, Fraction(1, 2))
        found[place][f"p90_days_of_{name}"] = quantile(values, Fraction(9, 10))
    return {place: dict(of_place) for place, of_place in found.items()}


def quiet_days(world: World) -> dict[tuple[str, date], tuple[int, int]]:
    """Return, by kind of period and first day, its ended days since the first report and those without a report.

    A period that begins after the last report has no row.
    """
    received = {report["received_on"] for report in world.reports.values()}
    found: dict[tuple[str, date], tuple[int, int]] = defaultdict(lambda: (0, 0))
    day = min(received)
    while day < world.as_of_on:
        for each in periods(day):
            ended, quiet = found[each]
            found[each] = ended + 1, quiet + (day not in received)
        day += timedelta(days=1)
    return {key: days for key, days in found.items() if key[1] <= max(received)}
