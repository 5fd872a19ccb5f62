"""Draws a chunk of reports from arrival to completion.

In: a chunk's span of arrivals and the memory of earlier reports. Out: the table `referrals`, and the concerns and
inquiries from which other extracts are built.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.extracts import response, screening
from ingest.synthetic.extracts.allegations import (
    bars_subsequent,
    draw_concerns,
    fit_role_to_reason,
    is_serious,
    is_sexual,
)
from ingest.synthetic.extracts.earlier import add_earlier
from ingest.synthetic.extracts.inquiries import draw_inquiries
from ingest.synthetic.extracts.screening import ASSIGNED, INFORMATION, PENDING, SCREENED_OUT
from ingest.synthetic.extracts.stages import Call, Course, Decision
from ingest.synthetic.state import people, places
from ingest.synthetic.state.arrivals import Arrivals
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.children import one_limits_communication
from ingest.synthetic.state.clock import DAY, NEVER, Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.families import Memory, count_prior, draw_families, of_parent, parent_number
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where
from ingest.synthetic.state.world import World

FIRST_REFERRAL = 100_000_001
FIRST_FAMILY = 500_000_001
MINUTE, HOUR = 60, 3600
UNENDED = np.int64(2**60)  # later than any instant: the end of a report that was accepted and never completed


def draw_reports(
    chunk: int, span: tuple[int, int, int, int], arrivals: Arrivals, memory: Memory, setting: Setting
) -> tuple[Table, dict[str, Ints], dict[str, Ints]]:
    """Draw the chunk's reports, their concerns and their preliminary inquiries, and add the reports to `memory`.

    `span` is (first report, end, first hour, end).
    """
    size = span[1] - span[0]
    received, kinds = arrivals.times((span[2], span[3]), Dice(setting.seed, chunk, "times", size))
    dice = Dice(setting.seed, chunk, "families", size)
    families = draw_families(received, span[0], memory, dice, setting.world, setting.cal)
    reporter = Dice(setting.seed, chunk, "reporters", size).pick_by_row(arrivals.reporters, kinds)
    dice = Dice(setting.seed, chunk, "flags", size)
    flags = screening.draw_flags(dice, setting.world, setting.cal, reporter, families.repeat)
    concerns = draw_concerns(Dice(setting.seed, chunk, "concerns", size), setting.world, setting.cal)
    call = Call(chunk, span[0], received, kinds, families, reporter, flags, concerns, setting)
    decision = _screen(call, memory)
    course = _respond(call, decision, memory)
    table = Table("referrals", _columns(call, decision, course))
    add_earlier(table, decision.overridden, decision.first_screened, setting, call.dice("earlier"))
    return table, concerns, decision.inquiries


def _screen(call: Call, memory: Memory) -> Decision:
    clock, world, cal = call.setting.clock, call.setting.world, call.setting.cal
    received, flags, concerns = call.received, call.flags, call.concerns
    d = call.dice("screening")
    professional = np.isin(call.reporter, _professional(world))
    outcome = screening.draw_outcome(received, call.kinds, professional, flags, clock, d, cal)
    urgent = d.chance(cal.number("priority_1_share"))
    screened = screening.draw_screened(received, urgent & (outcome == ASSIGNED), clock, d, cal)
    inquiries = draw_inquiries(received, outcome, call.dice("inquiries"), world, cal)
    asked = inquiries["asked"] == 1
    urgent &= ~asked | d.chance(0.1)
    screened = np.where(asked, inquiries["screened"], screened)
    outcome = inquiries["outcome_of_report"]
    _keep_information_apart(call, outcome, memory)

    overridden = _overridden(outcome, asked | urgent, received, screened, call.setting, call.dice("overrides"))
    first_screened = np.where(overridden != NEVER, screened, NEVER)
    screened = np.where(overridden != NEVER, overridden, screened)
    screened[(outcome == PENDING) & ~asked] = NEVER
    accepted = np.where(asked, inquiries["completed"], screened) + d.whole(0, 240)
    accepted[outcome != ASSIGNED] = NEVER

    earlier_report = {
        "number": parent_number(call.families, memory),
        "accepted": of_parent(call.families, memory, "accepted", accepted),
    }
    barred = bars_subsequent(concerns["kind"], concerns["role"], world)
    reasons = screening.draw_reasons(
        outcome, flags, barred, earlier_report, received, clock, call.dice("reasons"), world, cal
    )
    reason = np.where(asked, inquiries["reason"], reasons["screen_out_reason"])
    concerns["role"], concerns["least_age"] = fit_role_to_reason(
        concerns["role"], reason, outcome == PENDING, call.dice("fit"), world, cal
    )
    associated = null_where(reasons["associated"], asked)
    return Decision(
        outcome, screened, accepted, urgent, reason, associated, overridden, first_screened, inquiries
    )  # fmt: skip


def _respond(call: Call, decision: Decision, memory: Memory) -> Course:
    clock, world, cal = call.setting.clock, call.setting.world, call.setting.cal
    families, flags, accepted = call.families, call.flags, decision.accepted
    assigned, asked = decision.outcome == ASSIGNED, decision.inquiries["asked"] == 1
    prior = count_prior(families, memory, accepted)
    found, completed = response.draw_conclusion(accepted, call.dice("conclusion"), cal)
    standing = np.where(completed == NEVER, UNENDED, completed)
    standing[~assigned] = NEVER
    above = of_parent(families, memory, "standing", standing)
    above_that = of_parent(families, memory, "above", above)
    pending = 1 + (above > accepted).astype(np.int64) + (above_that > accepted)
    forced = is_serious(call.concerns["kind"], call.concerns["role"], world) | (prior >= 3) | (pending >= 3)
    for name in ("deprived_petition", "drug_endangered_child", "substance_affected_newborn", "unaccompanied_minor"):
        forced |= flags[name] == 1
    forced |= (flags["newborn_in_open_case"] == 1) & (flags["newborn_bar_condition"] == 1)
    forced |= one_limits_communication(FIRST_FAMILY + families.family, families.children, cal)
    abused = np.where(assigned & is_sexual(call.concerns["kind"], world), found, NEVER)
    abused_before = of_parent(families, memory, "abused", abused)
    forced |= (abused_before != NEVER) & (abused_before < accepted)
    priority = np.where(decision.urgent, 1, 2)
    kind = response.draw_response_type(priority, forced, asked, call.dice("response"), world, cal)
    investigation = assigned & (kind == world.code("referrals", "response_type", "investigation"))
    initiation = response.draw_initiation(
        call.received, accepted, decision.urgent, investigation, asked, clock, call.dice("initiation"), world, cal
    )
    initiated = np.where(assigned, initiation["initiated_at"], NEVER)
    begun = initiated != NEVER
    memory.remember({
        "received": call.received, "family": families.family, "children": families.children,
        "county": families.county, "repeat": families.repeat.astype(np.int64), "accepted": accepted,
        "standing": standing, "above": above, "prior": prior, "abused": abused,
    })  # fmt: skip
    return Course(
        priority=priority,
        kind=kind,
        investigation=investigation,
        due_on=np.where(assigned, initiation["response_due_on"], NEVER),
        initiated=initiated,
        exception=np.where(assigned, initiation["initiation_exception"], -1),
        found=np.where(assigned & (found != NEVER), np.maximum(found, initiated + HOUR), NEVER),
        completed=np.where(begun & (completed != NEVER), np.maximum(completed, initiated + HOUR), NEVER),
        prior=prior,
    )


def _columns(call: Call, decision: Decision, course: Course) -> dict[str, Ints]:
    world, cal, flags, inquiries = call.setting.world, call.setting.cal, call.flags, decision.inquiries
    outcome, received, size = decision.outcome, call.received, len(call.received)
    assigned, decided = outcome == ASSIGNED, decision.screened != NEVER
    m = call.dice("minor columns")
    unknown_family = m.chance(cal.number("family_unknown")) & ~call.families.repeat
    anonymous = m.chance(people.anonymous_chances(world, cal)[call.reporter])
    via = m.pick(world.chances("referrals", "received_via", cal.shares("received_via")))
    late = m.chance(cal.number("county_office_slow"))
    quick = np.minimum(m.lag(cal.number("county_office_minutes"), 0.7, MINUTE), HOUR - MINUTE)
    passed_on = received - np.where(late, HOUR + MINUTE + m.wait(1.5, HOUR), quick)
    emergency = null_where(_emergencies(outcome, flags["emergency_response"], call.dice("emergencies")), m.chance(0.01))
    silent = m.chance(np.where(emergency == 1, cal.broken("emergency_not_notified"), 0.015))
    notified = _notified(received, decision.screened, assigned, emergency == 1, call.dice("notices"), cal)
    stated = np.where(inquiries["asked"] == 1, inquiries["decision"], _decision(outcome, world))
    refused = m.chance(cal.broken("tribal_jurisdiction_not_accepted"))
    tribal = decision.reason == world.code("referrals", "screen_out_reason", "tribal_jurisdiction")
    return {
        "referral_id": FIRST_REFERRAL + np.arange(call.first, call.first + size),
        "received_at": received,
        "received_via": null_where(via, m.chance(0.003)),
        "county_office_received_at": np.where(
            via == world.code("referrals", "received_via", "county_office"), passed_on, NEVER
        ),
        "reporter_type": null_where(call.reporter, m.chance(0.004)),
        **people.draw_reporter(anonymous, call.dice("people"), cal),
        "family_id": null_where(FIRST_FAMILY + call.families.family, unknown_family),
        **places.draw_places(call.families.county, decision.reason, call.dice("places"), world, cal),
        "district_notified_at": np.where(silent, NEVER, notified),
        "emergency_response": emergency,
        **screening.draw_search(call.dice("search"), cal, len(people.SEARCH_TEXTS)),
        "screening_decision": stated,
        "screened_at": decision.screened,
        "screen_out_reason": decision.reason,
        "associated_referral_id": np.where(decision.associated >= 0, decision.associated + FIRST_REFERRAL, -1),
        "accepted_at": decision.accepted,
        "priority": np.where(assigned & ~m.chance(0.001), course.priority, -1),
        "response_type": np.where(assigned & ~m.chance(0.001), course.kind, -1),
        "response_due_on": course.due_on,
        "initiated_at": course.initiated,
        "initiation_exception": course.exception,
        "completed_at": course.completed,
        **{name: values for name, values in flags.items() if name not in ("open_case_type", "emergency_response")},
        "court_permits_screen_out": np.where(flags["judicial_report"] == 1, m.chance(0.15).astype(np.int64), -1),
        **screening.draw_cases(
            flags["open_case_type"],
            inquiries["open_case_type"],
            decision.reason,
            outcome,
            call.families.repeat | (call.families.before > 0),
            call.dice("cases"),
            world,
            cal,
        ),
        "prior_accepted_reports": np.where(assigned & m.chance(0.97), course.prior, -1),
        "deprived_petition": np.where(assigned, flags["deprived_petition"], -1),
        "tribal_jurisdiction_accepted": np.where(tribal, (~refused).astype(np.int64), -1),
        "services_referred": np.where(decided, m.chance(cal.number("services_referred")), -1),
        "reporter_informed": np.where(decided, m.chance(cal.number("reporter_informed")), -1),
        "_created_at": received + m.lag(6, 0.6, MINUTE),
        "_outcome": outcome,
        "_children": call.families.children,
        "_family": FIRST_FAMILY + call.families.family,
        "_found_at": course.found,
        "_investigation": course.investigation.astype(np.int64),
        "_assessment": (assigned & ~course.investigation).astype(np.int64),
        "_priority": course.priority,
        "_asked": inquiries["asked"],
    }


def _emergencies(outcome: Ints, flag: Ints, dice: Dice) -> Ints:
    """Return which reports need an emergency response: some that are assigned or pending, and few of the others."""
    return np.where((outcome == ASSIGNED) | (outcome == PENDING) | dice.chance(0.02), flag, 0)


def _notified(
    received: Seconds, screened: Seconds, assigned: Bools, emergency: Bools, dice: Dice, cal: Calibration
) -> Seconds:
    """Draw when the district was notified: of an emergency within minutes, of others within the hour for most."""
    quick = np.minimum(dice.lag(8, 0.7, MINUTE), HOUR)
    late = HOUR + 1 + dice.wait(2.0, HOUR)
    after = np.where(dice.chance(cal.broken("emergency_notified_late")), late, quick)
    known = np.where(screened == NEVER, received, screened)
    told = known + np.where(emergency, after, dice.lag(25, 0.8, MINUTE))
    return np.where(assigned | emergency, told, NEVER)


def _professional(world: World) -> list[int]:
    codes = world.codes("referrals", "reporter_type")
    return [codes.index(code) for code, kind in world.reporter_classes.items() if kind == "professional"]


def _decision(outcome: Ints, world: World) -> Ints:
    names = {ASSIGNED: "assigned", SCREENED_OUT: "screened_out", INFORMATION: "information_and_referral"}
    lookup = np.full(4, -1)
    for number, name in names.items():
        lookup[number] = world.code("referrals", "screening_decision", name)
    return lookup[outcome]


def _keep_information_apart(call: Call, outcome: Ints, memory: Memory) -> None:
    """Screen out most information-and-referral reports about a family with an open case (ITS 13(2), (3))."""
    d = call.dice("open cases")
    above = of_parent(call.families, memory, "standing", np.full(d.size, NEVER))
    stays = d.chance(call.setting.cal.broken("information_referral_with_open_case"))
    outcome[(outcome == INFORMATION) & (above > call.received) & ~stays] = SCREENED_OUT


def _overridden(
    outcome: Ints, apart: Bools, received: Seconds, screened: Seconds, setting: Setting, dice: Dice
) -> Seconds:
    """Draw when a screened-out report was assigned after all (ITS 3(4)), NEVER for most.

    More of them are near the end, where the deliveries show the versions before and after.
    """
    recent = received > setting.moments[-1] - 30 * DAY
    share = np.where(recent, 12.0, 1.0) * setting.cal.number("overridden")
    picked = (outcome == ASSIGNED) & ~apart & dice.chance(share)
    return np.where(picked, screened + DAY + dice.wait(3.0, DAY), NEVER)
