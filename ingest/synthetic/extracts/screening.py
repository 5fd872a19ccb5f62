"""Draws screening: the flags of a report, its outcome, the time and the reason (ITS 8 to 15).

In: when reports were received and from whom. Out: columns of the referrals.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, NEVER, Clock, Seconds, day_number
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.tables import null_where
from ingest.synthetic.state.world import World

MINUTE, HOUR = 60, 3600
PENDING, ASSIGNED, SCREENED_OUT, INFORMATION = 0, 1, 2, 3


def draw_flags(dice: Dice, world: World, cal: Calibration, reporter: Ints, repeat: Bools) -> dict[str, Ints]:
    """Draw the flags noted on the day of screening (1, 0 or null) and the type of case that was open."""
    missing = cal.number("flag_missing")

    def flag(share: str, within: Bools | None = None) -> Ints:
        is_set = dice.chance(cal.number("flags", share))
        is_set &= True if within is None else within
        return null_where(is_set.astype(np.int64), dice.chance(missing) & ~is_set)

    court = reporter == world.code("referrals", "reporter_type", "court")
    out = {
        name: flag(name)
        for name in ("unaccompanied_minor", "substance_affected_newborn", "drug_endangered_child",
                     "deprived_petition", "possible_indian_child", "emergency_response")
    }  # fmt: skip
    out["judicial_report"] = np.where(court & dice.chance(0.25), 1, flag("judicial_report"))
    out["newborn_in_open_case"] = flag("newborn")
    out["newborn_bar_condition"] = np.where(out["newborn_in_open_case"] == 1, flag("newborn_bar_condition"), 0)
    chances = world.chances("referrals", "open_case_type", cal.shares("open_case"))
    is_open = dice.chance(np.where(repeat, 2.5, 0.75) * cal.number("open_case_share"))
    none = world.code("referrals", "open_case_type", "none")
    stated = np.where(dice.chance(0.3), none, -1)
    out["open_case_type"] = np.where(is_open, dice.pick(chances), stated)
    return out


def draw_outcome(
    received: Seconds, kinds: Ints, professional: Bools, flags: dict[str, Ints], clock: Clock, dice: Dice,
    cal: Calibration,
) -> Ints:  # fmt: skip
    """Draw each report's outcome. The share screened out changes on the day of the practice change."""
    change = cal.group("practice_change")
    after = clock.day(received) >= day_number(change["changed_on"])
    share = np.where(after, change["screened_out_after"], change["screened_out_before"])
    night = (kinds % 24 >= 1) & (kinds % 24 < 4)
    factor = np.where(night, cal.number("night_screened_in"), 1.0)
    factor *= np.where(professional, cal.number("professional_screened_in"), 1.15)
    factor /= factor.mean() if dice.size > 1_000 else 1.0
    draw = dice.unit()
    out = share * factor
    outcome = np.where(draw < out, SCREENED_OUT, ASSIGNED)
    outcome[(draw >= out) & (draw < out + cal.number("information_and_referral_share"))] = INFORMATION
    newborn = (flags["newborn_in_open_case"] == 1) & (flags["newborn_bar_condition"] == 1)
    must = (flags["unaccompanied_minor"] == 1) | (flags["judicial_report"] == 1) | newborn
    outcome[must] = ASSIGNED
    against = must & dice.chance(cal.broken("must_be_assigned"))
    outcome[against] = np.where(dice.chance(0.8), SCREENED_OUT, INFORMATION)[against]
    outcome[dice.chance(cal.number("never_screened"))] = PENDING
    return outcome


def draw_screened(received: Seconds, urgent: Bools, clock: Clock, dice: Dice, cal: Calibration) -> Seconds:
    """Draw when the decision was made. An urgent report is decided early in the rest of its day."""
    median, sigma = cal.number("screening_hours"), cal.number("screening_sigma")
    lag = np.minimum(dice.lag(median, sigma, HOUR), 6 * DAY)
    left = clock.midnight(clock.day(received) + 1) - received
    quick = np.minimum(dice.lag(0.3 * median, sigma, HOUR), (left * (0.05 + 0.3 * dice.unit())).astype(np.int64))
    return received + np.where(urgent, quick, lag) + 1


def draw_reasons(
    outcome: Ints, flags: dict[str, Ints], serious: Bools, earlier_report: dict[str, Ints], received: Seconds,
    clock: Clock, dice: Dice, world: World, cal: Calibration,
) -> dict[str, Ints]:  # fmt: skip
    """Draw why reports were screened out, and to which report a duplicate or subsequent one is attached.

    `earlier_report` describes the family's earlier report: its `number` and when it was `accepted` (an instant).
    """

    def code(name: str) -> int:
        return world.code("referrals", "screen_out_reason", name)

    out = outcome == SCREENED_OUT
    reason = dice.pick(world.chances("referrals", "screen_out_reason", cal.shares("screen_out_reason")))
    affected = flags["substance_affected_newborn"] == 1
    plan = affected & ~dice.chance(cal.broken("newborn_without_plan_of_safe_care"))
    reason[plan] = code("plan_of_safe_care")
    number, accepted = earlier_report["number"], earlier_report["accepted"]
    gap = np.where(accepted != NEVER, clock.day(received) - clock.day(np.maximum(accepted, 0)), -1)
    near = out & (gap >= 0) & (gap <= 45) & ~affected
    attached = near & dice.chance(cal.number("attached_share"))
    duplicate = attached & (gap <= cal.number("duplicate_days"))
    subsequent = attached & ~duplicate & ~(serious & ~dice.chance(cal.broken("subsequent_serious_kept")))
    far = out & (number >= 0) & (gap > 45) & ~affected
    subsequent |= far & dice.chance(cal.broken("subsequent_outside_45_days"))
    reason[duplicate], reason[subsequent] = code("duplicate"), code("subsequent")
    loose = out & (number >= 0) & (accepted == NEVER) & dice.chance(0.01)
    reason[loose] = code("duplicate")
    associated = np.where(duplicate | loose | (subsequent & dice.chance(0.9)), number, -1)
    unattached = duplicate & dice.chance(cal.broken("duplicate_not_associated"))
    associated[unattached] = -1
    bare = out & dice.chance(cal.broken("reason_missing"))
    # Some are attached to the report with the number before.
    mistaken = subsequent & (associated > 0) & dice.chance(cal.number("attached_to_wrong_report"))
    associated[mistaken] -= 1
    return {"screen_out_reason": np.where(out & ~bare, reason, -1), "associated": associated}


def draw_cases(
    noted: Ints, asked: Ints, reason: Ints, outcome: Ints, known: Bools, dice: Dice, world: World, cal: Calibration
) -> dict[str, Ints]:  # fmt: skip
    """Draw the type of case that was open at screening, and whether the family had a case at all (ITS 3(5)(B), 13(3)).

    `noted` is the type as noted at first and `asked` the one that an inquiry found; `known` families were reported
    before.
    """
    none = world.code("referrals", "open_case_type", "none")
    kinds = dice.pick(world.chances("referrals", "open_case_type", cal.shares("open_case")))
    addressed = reason == world.code("referrals", "screen_out_reason", "addressed_in_open_case")
    addressed &= ~dice.chance(cal.broken("addressed_without_open_case"))
    kind = np.where(asked >= 0, asked, noted)
    kind = np.where(addressed & ((kind < 0) | (kind == none)), kinds, kind)
    existing = np.where((kind >= 0) & (kind != none), True, dice.chance(np.where(known, 0.9, 0.02)))
    # Information and referral is for families without a case, so a case that is known is rare there.
    against = dice.chance(cal.broken("information_referral_with_existing_case"))
    existing = np.where(outcome == INFORMATION, against, existing)
    unsaid = (outcome == PENDING) | dice.chance(cal.number("flag_missing"))
    return {"open_case_type": kind, "existing_kk_case": null_where(existing.astype(np.int64), unsaid)}


def draw_search(dice: Dice, cal: Calibration, texts: int) -> dict[str, Ints]:
    """Draw whether the records were searched, and the free text that says why not."""
    kids, ims = (~dice.chance(cal.number("search_missing", part)) for part in ("kids", "ims"))
    excused = ~(kids & ims) & dice.chance(cal.number("search_missing", "excused"))
    return {
        "kids_searched": null_where(kids.astype(np.int64), ~kids & dice.chance(0.1)),
        "ims_searched": null_where(ims.astype(np.int64), ~ims & dice.chance(0.1)),
        "search_exception": np.where(excused, dice.whole(0, texts), -1),
    }
