"""The rules on families: subsequent reports, open cases and earlier findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_reference.engine import Found, Limits, rule
from policy_reference.logic import Row, every, months_later, no, one_of, same, some
from policy_reference.world import World


def _subsequent(report: Row) -> bool:
    return bool(report["screened_out"]) and report["screen_out_reason"] == "subsequent"


def _near(world: World, report: Row) -> list[Row]:
    """Return the accepted reports of the family, and the associated one, from the 45 days before a report (ITS 15(1)).

    The 45 days are also those before the rule began.
    """
    limits = world.law.rule("subsequent_outside_45_days", report["received_on"])
    least, most = limits if limits is not None else (0, 45)
    others = [each for each in world.families.get(report["family_id"], []) if each is not report]
    associated = world.reports.get(report["associated_referral_id"])
    assert least is not None
    assert most is not None
    return [
        each
        for each in [*others, *([associated] if associated else [])]
        if each["accepted"] and least <= (report["received_on"] - each["accepted_on"]).days <= most
    ]


def _is_lost(world: World, report: Row) -> bool:
    """Return whether a report is attached to one that is not current, of which nothing is known."""
    return report["associated_referral_id"] is not None and report["associated_referral_id"] not in world.reports


@rule
def subsequent_outside_45_days(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if not _subsequent(report):
        return
    if report["family_id"] is None and report["associated_referral_id"] is None:
        yield Found(report["received_on"], None)
    elif _near(world, report):
        yield Found(report["received_on"], False)
    else:
        yield Found(report["received_on"], None if _is_lost(world, report) else True)


@rule
def subsequent_without_ongoing_report(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    near = _near(world, report) if _subsequent(report) else []
    if near:
        ended = [each["completed_at"] is not None and each["completed_at"] < report["received_at"] for each in near]
        yield Found(report["received_on"], every(*ended, None if _is_lost(world, report) else True))


@rule
def subsequent_of_another_child(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    near = _near(world, report) if _subsequent(report) else []
    own = [each["child_id"] for each in world.of["allegations"][report["referral_id"]]]
    others = [each["child_id"] for row in near for each in world.of["allegations"][row["referral_id"]]]
    if any(own) and any(others):
        shared = some(*(same(mine, other) for mine in own for other in others))
        yield Found(report["received_on"], no(some(shared, None if _is_lost(world, report) else False)))


@rule
def subsequent_serious_allegation(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if not _subsequent(report):
        return
    serious = [
        some(
            one_of(each["maltreatment_type"], ("child_death", "near_death", "human_trafficking")),
            every(
                same(each["maltreatment_type"], "sexual_abuse"),
                each["perpetrator_role"] not in (None, "unrelated_third_party", "unknown"),
            ),
        )
        for each in world.of["allegations"][report["referral_id"]]
    ]
    yield Found(report["received_on"], some(*serious))


@rule
def information_referral_with_open_case(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["outcome"] != "information_and_referral":
        return
    at, running = report["received_at"], []
    for each in world.families.get(report["family_id"], []):
        if each["referral_id"] != report["referral_id"] and each["accepted"] and each["accepted_at"] < at:
            unfinished = each["completed_at"] is None or each["completed_at"] > at
            running.append(every(same(each["response_type"], "investigation"), unfinished))
    open_family = None if report["family_id"] is None else some(*running)
    open_case = report["open_case_type"] not in (None, "none")
    yield Found(report["received_on"], some(open_family, open_case))


@rule
def information_referral_with_existing_case(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["outcome"] == "information_and_referral" and report["existing_kk_case"] is not None:
        yield Found(report["received_on"], report["existing_kk_case"])


@rule
def addressed_without_open_case(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if not report["screened_out"] or report["screen_out_reason"] != "addressed_in_open_case":
        return
    at, nothing_open = report["screened_at"], None
    if at is not None and report["family_id"] is not None:
        nothing_open = not any(
            each["accepted"]
            and each["accepted_at"] < at
            and (each["completed_at"] is None or each["completed_at"] > at)
            for each in world.families[report["family_id"]]
            if each is not report
        )
    yield Found(report["received_on"], every(report["open_case_type"] in (None, "none"), nothing_open))


def _abused_on(world: World, report: Row) -> list[date]:
    """Return the days on which an investigation found sexual abuse or exploitation substantiated."""
    if not report["assigned"] or report["response_type"] != "investigation":
        return []
    return [
        each["found_on"]
        for each in world.of["allegations"][report["referral_id"]]
        if each["maltreatment_type"] in ("sexual_abuse", "sexual_exploitation")
        and each["finding"] == "substantiated"
        and each["found_on"] is not None
    ]


@rule
def recent_sexual_abuse_not_investigated(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    years = (limits or (None, 2))[1]
    assert years is not None
    first = months_later(report["received_on"], -12 * years)
    others = [each for each in world.families.get(report["family_id"], []) if each is not report]
    found = [day for each in others for day in _abused_on(world, each) if first <= day <= report["received_on"]]
    if report["assigned"] and found:
        yield Found(report["received_on"], world.assessment(report))
