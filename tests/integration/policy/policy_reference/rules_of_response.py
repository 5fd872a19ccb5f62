"""The rules on response, reviews, inquiries and the family's history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from policy_reference.engine import Found, Limits, lower, rule, upper
from policy_reference.logic import DAY, HOUR, Row, every, no, one_of, same, some
from policy_reference.world import ROLES_OF_CARE, World

JUDGED = ("timely", "late", "overdue")


def _late(world: World, report: Row, priority: int) -> Iterator[Found]:
    if report["assigned"] and report["priority"] == priority:
        status, due_on = world.clock(report)
        if status in JUDGED and due_on is not None:
            yield Found(due_on, status != "timely")


@rule
def priority_1_late(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    yield from _late(world, report, 1)


@rule
def priority_2_late(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    yield from _late(world, report, 2)


def _over(world: World, report: Row, response_type: str, limits: Limits | None, excused: bool) -> Iterator[Found]:
    if not report["accepted"] or report["response_type"] != response_type or world.clock(report)[0] == "not_evaluable":
        return
    # Either priority has the days that Priority II has from acceptance, while the rule is in force.
    days = world.law.limit("initiation_days", 2, response_type, report["received_on"]) if limits else None
    if days is None:
        # No limit was in force, so no report is past it. An initiated report counts on the day of acceptance.
        if report["initiated_at"] is not None:
            yield Found(report["accepted_on"], None)
        return
    last = report["accepted_on"] + days * DAY
    if report["initiated_at"] is not None or world.as_of_on > last:
        yield Found(last, (report["initiated_on"] or world.as_of_on) > last and not excused)


@rule
def investigation_over_5_days(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    excused = report["initiation_exception"] == "special_circumstance"
    yield from _over(world, report, "investigation", limits, excused)


@rule
def assessment_over_10_days(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    yield from _over(world, report, "assessment", limits, False)


def _set_days(report: Row) -> int | None:
    """Return the days from acceptance to the date set, where a Priority II report has a type and both days."""
    given = report["response_due_on"] is not None and report["response_type"] is not None
    if report["priority"] != 2 or not report["accepted"] or not given:
        return None
    days: int = (report["response_due_on"] - report["accepted_on"]).days
    return days


@rule
def response_time_out_of_range(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    days, most = _set_days(report), world.law.days("set_date_max_days", report)
    if days is not None:
        assert most is not None
        yield Found(report["accepted_on"], days > most)


@rule
def response_time_under_2_days(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    days, least = _set_days(report), world.law.days("set_date_min_days", report)
    if days is not None:
        assert least is not None
        yield Found(report["accepted_on"], days < least)


@rule
def priority_1_assessed(_: World, report: Row, __: Limits | None) -> Iterator[Found]:
    if report["priority"] == 1 and report["assigned"] and report["response_type"] is not None:
        yield Found(report["received_on"], report["response_type"] == "assessment")


def _hour_of_review(world: World, review: Row, starts_at: datetime, hours: int | None) -> Iterator[Found]:
    counted_on, key = world.day(review["requested_at"]), review["review_id"]
    decided_at = review["decided_at"]
    if decided_at is not None and decided_at < starts_at:
        yield Found(counted_on, None, key=key)
    elif hours is None:
        # Before the rule began, a review cannot be said to be within the hour.
        yield Found(counted_on, None, key=key)
    elif decided_at is not None or world.as_of - starts_at > hours * HOUR:
        took = (decided_at or world.as_of) - starts_at
        yield Found(counted_on, took > hours * HOUR, took.total_seconds(), key)


def _reviews(world: World, report: Row, priority: int) -> Iterator[tuple[Row, Found | None]]:
    """Yield the first-level reviews of a priority. Reviews without a priority are in scope and cannot be judged."""
    for review in world.of["reviews"][report["referral_id"]]:
        if review["level"] != 1:
            continue
        if review["priority_at_request"] is None:
            yield review, Found(world.day(review["requested_at"]), None, key=review["review_id"])
        elif review["priority_at_request"] == priority:
            yield review, None


@rule
def review_late_priority_1(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    for review, unjudged in _reviews(world, report, 1):
        if unjudged:
            yield unjudged
        elif review["information_needed"] is False:
            yield from _hour_of_review(world, review, review["requested_at"], upper(limits))


@rule
def review_not_prompt_priority_1(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    for review, unjudged in _reviews(world, report, 1):
        if unjudged:
            yield unjudged
        elif review["information_needed"] is True and review["information_received_at"] is not None:
            yield from _hour_of_review(world, review, review["information_received_at"], upper(limits))


@rule
def review_late_priority_2(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    for review, unjudged in _reviews(world, report, 2):
        if unjudged:
            yield unjudged
            continue
        needed, received_at = review["information_needed"], review["information_received_at"]
        if needed is None or (needed and received_at is None):
            continue
        starts_at = received_at if needed else review["requested_at"]
        counted_on, key = world.day(review["requested_at"]), review["review_id"]
        if review["decided_at"] is not None and review["decided_at"] < starts_at:
            yield Found(counted_on, None, key=key)
        else:
            days = (world.day(review["decided_at"] or world.as_of) - world.day(starts_at)).days
            yield Found(counted_on, days > (upper(limits) or 0), days, key)


@rule
def second_review_without_first(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    reviews = world.of["reviews"][report["referral_id"]]
    for second in (each for each in reviews if each["level"] == 2):
        first = some(
            *(
                every(
                    same(each["level"], 1),
                    each["decided_at"] is not None and each["decided_at"] <= second["requested_at"],
                )
                for each in reviews
            )
        )
        yield Found(world.day(second["requested_at"]), no(first), key=second["review_id"])


@rule
def fourth_report_not_investigated(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    prior, least = world.prior_accepted(report), lower(limits)
    if prior is not None and prior >= (3 if least is None else least):
        yield Found(report["received_on"], world.assessment(report))


@rule
def three_pending_not_investigated(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    pending, least = world.pending_accepted(report), lower(limits)
    if pending is not None and pending >= (3 if least is None else least):
        yield Found(report["received_on"], world.assessment(report))


@rule
def deprived_petition_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["assigned"] and report["deprived_petition"] is True:
        yield Found(report["received_on"], world.assessment(report))


@rule
def drug_endangered_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["assigned"] and some(report["drug_endangered_child"], report["substance_affected_newborn"]):
        yield Found(report["received_on"], world.assessment(report))


@rule
def newborn_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["assigned"] and every(report["newborn_in_open_case"], report["newborn_bar_condition"]):
        yield Found(report["received_on"], world.assessment(report))


@rule
def limited_communication_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    allegations = world.of["allegations"][report["referral_id"]]
    if report["assigned"] and some(*(each["child_limited_communication"] for each in allegations)):
        yield Found(report["received_on"], world.assessment(report))


def _is_serious(allegation: Row) -> bool | None:
    kind, role = allegation["maltreatment_type"], allegation["perpetrator_role"]
    return some(
        every(one_of(kind, ("sexual_abuse", "sexual_exploitation")), one_of(role, ROLES_OF_CARE)),
        one_of(kind, ("child_death", "near_death", "abandonment", "human_trafficking")),
        one_of(role, ("foster_parent", "trial_adoptive_parent", "child_care_provider")),
    )


@rule
def serious_allegation_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    allegations = world.of["allegations"][report["referral_id"]]
    if report["assigned"] and some(report["unaccompanied_minor"], *(_is_serious(each) for each in allegations)):
        yield Found(report["received_on"], world.assessment(report))


@rule
def inquiry_not_investigated(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["inquiry_outcome"] == "assign_investigation":
        yield Found(report["received_on"], world.assessment(report))


@rule
def preliminary_inquiry_over_23_hours(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    inquiries = world.of["preliminary_inquiries"][report["referral_id"]]
    ends = [(each["completed_at"], each["inquiry_id"]) for each in inquiries]
    if not inquiries and report["screening_decision"] == "preliminary_inquiry":
        ends = [(None, "")]
    allowed = timedelta(hours=upper(limits) or 23)
    for completed_at, key in ends:
        if completed_at is not None or world.as_of - report["received_at"] >= allowed:
            took = (completed_at or world.as_of) - report["received_at"]
            judged = took > allowed if key or world.covered("preliminary_inquiries", report) else None
            yield Found(report["received_on"], judged, took.total_seconds(), key)


@rule
def preliminary_inquiry_without_open_case(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    for inquiry in world.of["preliminary_inquiries"][report["referral_id"]]:
        kind = inquiry["open_case_type"] or report["open_case_type"]
        yield Found(report["received_on"], kind is None or kind == "none", key=inquiry["inquiry_id"])


@rule
def medical_exam_missing(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    for inquiry in world.of["preliminary_inquiries"][report["referral_id"]]:
        if inquiry["completed_at"] is not None and inquiry["medical_exam_required"] is True:
            yield Found(report["received_on"], inquiry["medical_exam_done"] is not True, key=inquiry["inquiry_id"])


@rule
def accidental_injury_without_inquiry(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if report["screened_out"] and report["screen_out_reason"] == "accidental_injury":
        none = not world.of["preliminary_inquiries"][report["referral_id"]]
        known = not none or world.covered("preliminary_inquiries", report)
        yield Found(report["received_on"], none if known else None)


@rule
def finding_in_assessment(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    if world.assessment(report):
        found = [each for each in world.of["allegations"][report["referral_id"]] if each["finding"] is not None]
        yield Found(report["received_on"], bool(found))


@rule
def completed_without_finding(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if not report["assigned"] or report["response_type"] != "investigation" or report["completed_at"] is None:
        return
    waited = (world.as_of_on - world.day(report["completed_at"])).days
    if limits is None or waited > (upper(limits) or 30):
        found = [each["finding"] for each in world.of["allegations"][report["referral_id"]]]
        nothing = True if world.covered("allegations", report) else None
        yield Found(report["received_on"], None in found if found else nothing)


@rule
def wrong_county_notified(world: World, report: Row, _: Limits | None) -> Iterator[Found]:
    lives, was, told = (report[f"{name}_county_fips"] for name in ("residence", "located", "notified"))
    if report["assigned"] and {lives, was, told} <= world.law.counties:
        right = lives if lives == was or (lives, was) in world.law.adjacent else was
        yield Found(report["received_on"], told != right)


@rule
def emergency_not_notified(world: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if report["emergency_response"] is True:
        old = limits is None or world.as_of - report["received_at"] > (upper(limits) or 1) * HOUR
        if old:
            yield Found(report["received_on"], report["district_notified_at"] is None)


@rule
def emergency_notified_late(_: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if report["emergency_response"] is True and report["district_notified_at"] is not None:
        took = report["district_notified_at"] - (report["screened_at"] or report["received_at"])
        yield Found(report["received_on"], took > (upper(limits) or 1) * HOUR)


@rule
def county_office_not_immediate(_: World, report: Row, limits: Limits | None) -> Iterator[Found]:
    if report["county_office_received_at"] is not None:
        took = report["received_at"] - report["county_office_received_at"]
        yield Found(report["received_on"], took > (upper(limits) or 1) * HOUR)
