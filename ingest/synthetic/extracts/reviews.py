"""Draws reviews of disputed referrals (ITS 3(5)): a chunk's reports in, the table `reviews` out."""

from __future__ import annotations

import numpy as np

from ingest.synthetic.extracts.screening import ASSIGNED, SCREENED_OUT
from ingest.synthetic.state.clock import DAY, NEVER
from ingest.synthetic.state.dice import Dice
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where

FIRST_REVIEW = 600_000_001
HOUR = 3600


def build_reviews(reports: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per review: a first level soon after the decision and, for some, another or a second level later.

    Changes `screened_at` of the reports that a review screened out.
    """
    world, cal, clock = setting.world, setting.cal, setting.clock
    d = Dice(setting.seed, chunk, "reviews", len(reports))
    outcome, asked = reports["_outcome"], reports["_asked"] == 1
    share = np.where(outcome == ASSIGNED, cal.number("reviews", "assigned"), 0.0)
    share = np.where(outcome == SCREENED_OUT, cal.number("reviews", "screened_out"), share)
    at = np.flatnonzero(d.chance(share) & ~asked & (reports["screened_at"] != NEVER))
    own = Dice(setting.seed, chunk, "each review", len(at))
    out = outcome[at] == SCREENED_OUT

    priority = np.where(out, np.where(own.chance(cal.number("reviews", "priority_1")), 1, 2), reports["_priority"][at])
    screened = reports["screened_at"][at]
    needed = own.chance(cal.number("reviews", "information_needed"))
    late = own.chance(cal.broken("review_late"))
    wait = np.where(needed, own.wait(4.0, HOUR) + 600, 0)
    quick = np.minimum(own.lag(22, 0.6, 60), HOUR)
    slow = np.where(priority == 1, HOUR + 60 + own.wait(2.0, HOUR), DAY + own.wait(1.0, DAY))
    takes = np.where(late, slow, quick)
    requested = screened + own.wait(6.0, HOUR)
    received = np.where(needed, requested + wait, NEVER)
    decided = requested + wait + takes
    same_day = clock.midnight(clock.day(requested + wait) + 1) - 1
    prompt = ~late & (priority == 2)
    decided = np.where(prompt, np.minimum(decided, same_day), decided)
    # The review screened these reports out: its decision stands, so its time is theirs.
    reports.columns["screened_at"][at[out]] = decided[out]
    decided[own.chance(0.004) & ~out] = NEVER

    def code(name: str) -> int:
        return world.code("reviews", "outcome", name)

    result = np.where(out, code("screen_out"), code("remain_assigned"))
    level_1 = {
        "referral_id": reports["referral_id"][at],
        "level": null_where(np.ones(len(at), dtype=np.int64), own.chance(0.005)),
        "requested_at": requested,
        "priority_at_request": np.where(own.chance(0.01), -1, priority),
        "information_needed": np.where(own.chance(0.01), -1, needed.astype(np.int64)),
        "information_received_at": received,
        "decided_at": decided,
        "outcome": result,
        "_created_at": requested + 60,
    }
    again = np.flatnonzero(own.chance(cal.number("reviews", "second_level")) & ~out & (decided != NEVER))
    level_2 = {name: values[again] for name, values in level_1.items()}
    level_2["level"] = np.full(len(again), 2)
    # Some ask for the second level before they have the first answer.
    waits = ~own.of_size(len(again)).chance(cal.broken("second_review_without_first"))
    level_2["requested_at"] = np.where(waits, decided[again] + 2 * HOUR, requested[again] + 60)
    level_2["information_received_at"] = np.full(len(again), NEVER)
    level_2["information_needed"] = np.zeros(len(again), dtype=np.int64)
    level_2["decided_at"] = level_2["requested_at"] + 20 * HOUR
    level_2["_created_at"] = level_2["requested_at"] + 60
    # Others dispute the answer at the same level once more, with new information.
    anew = np.flatnonzero(own.chance(cal.number("reviews", "renewed")) & ~out & (decided != NEVER))
    renewed = {name: values[anew] for name, values in level_1.items()}
    renewed["requested_at"] = decided[anew] + DAY
    renewed["information_needed"] = np.zeros(len(anew), dtype=np.int64)
    renewed["information_received_at"] = np.full(len(anew), NEVER)
    renewed["decided_at"] = renewed["requested_at"] + np.minimum(own.of_size(len(anew)).lag(22, 0.6, 60), HOUR)
    renewed["_created_at"] = renewed["requested_at"] + 60
    columns = {name: np.concatenate([level_1[name], level_2[name], renewed[name]]) for name in level_1}
    size = len(at) + len(again) + len(anew)
    return Table("reviews", {"review_id": FIRST_REVIEW + first + np.arange(size, dtype=np.int64), **columns})
