"""The rules on screening, its reasons, the records and the recordings."""

from __future__ import annotations

from collections.abc import Iterator

from policy_reference.engine import Found, Limits, lower, rule, upper
from policy_reference.logic import Row, every, no, one_of, same, some
from policy_reference.world import ROLES_OF_CARE, World

FAMILY = ("alleged_victim", "sibling", "prfc", "alleged_perpetrator")
CLOSED = ("screened_out", "information_and_referral")


def _has_inquiry(world: World, report: Row) -> bool:
    return bool(world.of["preliminary_inquiries"][report["referral_id"]])


def _reason(report: Row, code: str) -> bool:
    return bool(report["screened_out"]) and report["screen_out_reason"] == code


def _allegations(world: World, report: Row) -> list[Row]:
    return world.of["allegations"][report["referral_id"]]


def _is_reporter(report: Row, contact: Row) -> bool | None:
    """Return whether a contact was with the person who reported."""
    own = {"alleged_victim": "alleged_victim", "prfc": "parent", "alleged_perpetrator": "alleged_perpetrator"}
    with_whom = contact["contact_with"]
    return same(report["reporter_type"], own[with_whom]) if with_whom in own else False


@rule
def screened_out_after_contact(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if _has_inquiry(world, report) or report["outcome"] not in CLOSED or report["screened_at"] is None:
        return
    if report["screen_out_reason"] == "accidental_injury":
        return
    met = [
        every(
            contact["completed"],
            contact["contacted_at"] < report["screened_at"],
            some(
                every(one_of(contact["contact_with"], FAMILY), no(_is_reporter(report, contact))),
                same(contact["contact_kind"], "home_attempt"),
            ),
        )
        for contact in world.of["contacts"][report["referral_id"]]
    ]
    yield Found(report["received_on"], some(*met))


@rule
def family_contacted_during_screening(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    own = ("alleged_victim", "parent", "alleged_perpetrator")
    if (
        report["screened_at"] is None
        or _has_inquiry(world, report)
        or one_of(report["reporter_type"], own) is not False
    ):
        return
    met = [
        every(
            one_of(contact["contact_with"], FAMILY),
            report["received_at"] <= contact["contacted_at"] < report["screened_at"],
        )
        for contact in world.of["contacts"][report["referral_id"]]
    ]
    yield Found(report["received_on"], some(*met))


@rule
def unaccompanied_minor_screened_out(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["unaccompanied_minor"] is True and report["outcome"] != "pending":
        yield Found(report["received_on"], report["outcome"] in CLOSED)


@rule
def judicial_report_screened_out(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["judicial_report"] is True and report["outcome"] != "pending":
        closed = report["outcome"] in CLOSED
        yield Found(report["received_on"], closed and report["court_permits_screen_out"] is not True)


@rule
def newborn_screened_out(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    flags = (report["newborn_in_open_case"], report["newborn_bar_condition"])
    if every(*flags) is True and report["outcome"] != "pending":
        yield Found(report["received_on"], report["outcome"] in CLOSED)


@rule
def reason_missing(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["screened_out"]:
        yield Found(report["received_on"], report["reason_basis"] is None)


@rule
def adult_victim_reason_mismatch(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if _reason(report, "victim_adult"):
        ages = [each["child_age_years"] for each in _allegations(world, report)]
        of_age = lower(limits) or 18
        yield Found(report["received_on"], some(*(None if age is None else age < of_age for age in ages)))


@rule
def tribal_jurisdiction_not_accepted(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if _reason(report, "tribal_jurisdiction"):
        yield Found(report["received_on"], no(report["tribal_jurisdiction_accepted"]))


@rule
def third_party_reason_mismatch(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if _reason(report, "third_party_perpetrator"):
        named = [one_of(each["perpetrator_role"], ROLES_OF_CARE) for each in _allegations(world, report)]
        yield Found(report["received_on"], some(*named))


@rule
def foster_discipline_reason_mismatch(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if not _reason(report, "foster_discipline_policy_violation"):
        return
    allegations, small = _allegations(world, report), upper(limits) or 5
    ages = [each["child_age_years"] for each in allegations]
    young = some(*(None if age is None else age <= small for age in ages))
    foster = ("foster_parent", "trial_adoptive_parent")
    nobody = no(some(*(one_of(each["perpetrator_role"], foster) for each in allegations)))
    if nobody and not world.covered("allegations", report):
        nobody = None
    yield Found(report["received_on"], some(young, nobody))


@rule
def newborn_without_plan_of_safe_care(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["substance_affected_newborn"] is True and report["screened_out"]:
        fitting = (None, "plan_of_safe_care", "duplicate", "subsequent")
        yield Found(report["received_on"], report["screen_out_reason"] not in fitting)


@rule
def duplicate_not_associated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if not _reason(report, "duplicate"):
        return
    other = report["associated_referral_id"]
    if other is None or other == report["referral_id"]:
        yield Found(report["received_on"], True)
    elif other not in world.reports:
        yield Found(report["received_on"], None)
    else:
        attached = world.reports[other]
        later = attached["received_at"] > report["received_at"]
        yield Found(report["received_on"], not attached["assigned"] or later)


@rule
def plan_of_safe_care_misrouted(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if _reason(report, "plan_of_safe_care"):
        yield Found(report["received_on"], no(same(report["notified_county_fips"], report["mother_county_fips"])))


@rule
def safety_plan_alert_misrouted(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if _reason(report, "safety_plan_alert"):
        right = same(report["notified_county_fips"], report["jurisdiction_county_fips"])
        yield Found(report["received_on"], no(right))


@rule
def safety_plan_monitor_without_alert(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    accused = any(each["perpetrator_role"] == "safety_plan_monitor" for each in _allegations(world, report))
    if accused and report["outcome"] != "pending":
        alert = every(report["screened_out"], same(report["screen_out_reason"], "safety_plan_alert"))
        yield Found(report["received_on"], no(alert))


@rule
def records_search_missing(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if any(report[name] is not None for name in ("screening_decision", "screened_at", "accepted_at")):
        searched = report["kids_searched"] is True and report["ims_searched"] is True
        yield Found(report["received_on"], not searched and report["search_exception"] is None)


@rule
def recording_missing(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    first = world.first_day("recordings")
    if report["received_via"] != "hotline" or first is None or report["received_on"] < first:
        return
    if report["received_at"] >= world.extracted["recordings"]:
        return
    if world.as_of_on < world.law.kept_until(report["received_on"]):
        yield Found(report["received_on"], not world.of["recordings"][report["referral_id"]])


@rule
def recording_purged_early(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    for recording in world.of["recordings"][report["referral_id"]]:
        on, key = world.day(recording["recorded_at"]), recording["recording_id"]
        until = world.law.kept_until(on)
        if recording["purged_at"] is not None:
            purged_on = world.day(recording["purged_at"])
            yield Found(purged_on, purged_on < until, (until - purged_on).days, key, on)
        elif world.as_of_on >= until:
            yield Found(until, False, None, key, on)


def _disclosed(world: World, disclosure: Row, broken: bool) -> Found:
    recorded_on = world.recorded_on[disclosure["recording_id"]]
    return Found(world.day(disclosure["disclosed_at"]), broken, None, disclosure["disclosure_id"], recorded_on)


@rule
def disclosed_without_court_order(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    for each in world.disclosures[report["referral_id"]]:
        yield _disclosed(world, each, each["court_order_number"] is None)


@rule
def reporter_not_redacted(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    for each in world.disclosures[report["referral_id"]]:
        ordered = each["court_ordered_unredacted"] is True and each["court_order_number"] is not None
        yield _disclosed(world, each, not (each["reporter_redacted"] is True or ordered))
