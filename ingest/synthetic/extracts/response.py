"""Draws the response to reports: its type, its date, its initiation and its end (R(h), R(i), ITS 17 to 21).

In: when reports were accepted and how urgent they are. Out: columns of the referrals.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, NEVER, Clock, Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.world import World

HOUR = 3600
# In days. They only shape the data: reports are judged by the limits in the seeds.
RESPONSE_LIMIT = {"investigation": 5, "assessment": 10}


def draw_response_type(
    priority: Ints, forced: Bools, asked_by_inquiry: Bools, dice: Dice, world: World, cal: Calibration
) -> Ints:
    """Draw assessment or investigation; nearly always the latter where policy requires it."""
    assessment = world.code("referrals", "response_type", "assessment")
    investigation = world.code("referrals", "response_type", "investigation")
    kind = np.where(dice.chance(cal.number("assessment_share")), assessment, investigation)
    keep = dice.chance(cal.number("investigation_forced_kept"))
    kind = np.where(forced, np.where(keep, investigation, assessment), kind)
    urgent = priority == 1
    kind = np.where(urgent, np.where(dice.chance(cal.broken("priority_1_assessed")), assessment, investigation), kind)
    against = dice.chance(cal.broken("inquiry_not_investigated"))
    return np.where(asked_by_inquiry, np.where(against, assessment, investigation), kind)


def draw_initiation(
    received: Seconds, accepted: Seconds, urgent: Bools, investigation: Bools, by_inquiry: Bools, clock: Clock,
    dice: Dice, world: World, cal: Calibration,
) -> dict[str, Ints]:  # fmt: skip
    """Draw the response date set, the initiation and its exception. The values of reports not accepted mean nothing."""
    accepted_on = clock.day(accepted)
    limit = np.where(investigation, RESPONSE_LIMIT["investigation"], RESPONSE_LIMIT["assessment"])
    days = 2 + (dice.unit() * (limit - 1)).astype(np.int64)
    days = np.where(dice.chance(0.55), limit, days)
    draw = dice.unit()
    too_late, too_early = cal.broken("response_time_out_of_range"), cal.broken("response_time_under_2_days")
    days = np.where(draw < too_late, limit + 1 + dice.whole(0, 5), days)
    days = np.where(draw >= 1 - too_early, dice.whole(0, 2), days)
    is_set = ~urgent & dice.chance(cal.number("due_set"))
    due = np.where(is_set & (days >= 2), np.minimum(days, limit), limit)

    timely_day = accepted_on + (np.maximum(dice.unit(), dice.unit()) * (due + 1)).astype(np.int64)
    late_day = accepted_on + due + 1 + dice.wait(2.2, 1.0)
    daytime = (8 * HOUR + dice.unit() * 11 * HOUR).astype(np.int64)
    draw = dice.unit()
    late_2 = draw >= cal.number("on_time", "priority_2") - cal.number("never_initiated")
    excused_2 = late_2 & (draw >= 1 - cal.number("excepted", "priority_2")) & investigation
    second = clock.midnight(np.where(late_2, late_day, timely_day)) + daytime
    second = np.maximum(second, accepted + 900 + dice.whole(0, 1800))

    left = clock.midnight(clock.day(received) + 1) - accepted
    share = np.minimum(dice.lag(2.0, 0.8, HOUR) / np.maximum(left, 1), 0.02 + 0.97 * dice.unit())
    same_day = accepted + np.maximum((left * share).astype(np.int64), 1)
    late_1 = draw >= cal.number("on_time", "priority_1") - cal.number("never_initiated")
    late_1 |= accepted >= clock.midnight(clock.day(received) + 1) - 60
    excused_1 = late_1 & (draw >= 1 - cal.number("excepted", "priority_1"))
    next_days = clock.midnight(clock.day(received) + 1 + dice.wait(0.7, 1.0)) + daytime
    first = np.where(late_1, np.maximum(next_days, accepted + 600), same_day)
    first = np.where(by_inquiry, np.maximum(first, accepted + 600), first)

    initiated = np.where(urgent, first, second)
    initiated[dice.chance(cal.number("never_initiated"))] = NEVER
    names = ("not_received_in_time", "neutral_setting", "location_barrier")
    codes = np.array([world.code("referrals", "initiation_exception", name) for name in names])
    exception = np.where(urgent & excused_1, codes[dice.whole(0, 3)], -1)
    special = world.code("referrals", "initiation_exception", "special_circumstance")
    exception = np.where(~urgent & excused_2, special, exception)
    exception = np.where(dice.chance(0.004), codes[dice.whole(0, 3)], exception)
    return {
        "response_due_on": np.where(is_set, accepted_on + days, NEVER),
        "initiated_at": initiated,
        "initiation_exception": exception,
    }


def draw_conclusion(accepted: Seconds, dice: Dice, cal: Calibration) -> tuple[Seconds, Seconds]:
    """Draw when the findings were made and when the response was completed; NEVER where that did not happen."""
    found = accepted + DAY + dice.lag(cal.number("finding_days"), cal.number("finding_sigma"), DAY)
    completed = found + dice.wait(2.5, DAY)
    found[dice.chance(cal.number("finding_never"))] = NEVER
    completed[dice.chance(cal.number("never_completed"))] = NEVER
    return found, completed
