"""Draws preliminary inquiries into injuries reported in an open case (ITS 11).

In: a chunk's instants and outcomes. Out: the outcomes after inquiry, and the table `preliminary_inquiries`.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.extracts.screening import ASSIGNED, PENDING, SCREENED_OUT
from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import NEVER, Seconds
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.tables import Table
from ingest.synthetic.state.world import World

HOUR = 3600
FIRST_INQUIRY = 300_000_001


def draw_inquiries(received: Seconds, outcome: Ints, dice: Dice, world: World, cal: Calibration) -> dict[str, Ints]:
    """Draw which reports went to an inquiry, how the inquiry ended and which decision the report then states.

    Most of them keep the decision preliminary_inquiry, so that the inquiry decides; the others state its result.
    """
    asked = dice.chance(cal.number("inquiry_share")) & (outcome != PENDING)
    accidental = dice.chance(0.48)
    unfinished = dice.chance(0.015)
    lost = dice.chance(0.015)
    keeps = dice.chance(0.6) | unfinished | lost
    slow = dice.chance(cal.broken("preliminary_inquiry_over_23_hours"))
    hours = np.where(slow, 23.2 + dice.unit() * 40, 2 + dice.unit() * 20.5)
    started = received + np.minimum(dice.lag(0.8, 0.5, HOUR), int(1.8 * HOUR))
    completed = received + (hours * HOUR).astype(np.int64)
    ended = np.where(accidental, SCREENED_OUT, ASSIGNED)
    ended = np.where(unfinished | lost, PENDING, ended)

    def code(extract: str, column: str, name: str) -> int:
        return world.code(extract, column, name)

    final = np.where(
        accidental,
        code("referrals", "screening_decision", "screened_out"),
        code("referrals", "screening_decision", "assigned"),
    )
    kept = code("referrals", "screening_decision", "preliminary_inquiry")
    open_kinds = dice.pick(world.chances("referrals", "open_case_type", cal.shares("open_case")))
    none = code("referrals", "open_case_type", "none")
    closed = np.where(dice.chance(0.5), none, -1)
    bare = dice.chance(cal.broken("preliminary_inquiry_without_open_case"))
    exam = dice.chance(0.18)
    done = np.where(exam, ~dice.chance(cal.broken("medical_exam_missing")), dice.chance(0.1))
    # Some of the screened-out reports state no reason: it follows from the inquiry.
    silent = dice.chance(0.15)
    return {
        "asked": asked.astype(np.int64),
        "row": (asked & ~lost).astype(np.int64),
        "outcome_of_report": np.where(asked, ended, outcome),
        "decision": np.where(keeps, kept, final),
        "screened": np.where(keeps, started, completed),
        "started": started,
        "completed": np.where(unfinished | lost, NEVER, completed),
        "ended": np.where(unfinished, -1, np.where(
            accidental,
            code("preliminary_inquiries", "outcome", "accidental_injury"),
            code("preliminary_inquiries", "outcome", "assign_investigation"),
        )),
        "reason": np.where(
            keeps | ~accidental | silent, -1, code("referrals", "screen_out_reason", "accidental_injury")
        ),
        "open_case_type": np.where(asked, np.where(bare, closed, open_kinds), -1),
        "exam_required": exam.astype(np.int64),
        "exam_done": done.astype(np.int64),
    }  # fmt: skip


def build_inquiries(reports: Table, drawn: dict[str, Ints], first: int) -> Table:
    """Build one row per inquiry."""
    at = np.flatnonzero(drawn["row"] == 1)
    return Table("preliminary_inquiries", {
        "inquiry_id": FIRST_INQUIRY + first + np.arange(len(at), dtype=np.int64),
        "referral_id": reports["referral_id"][at],
        "open_case_type": drawn["open_case_type"][at],
        "received_at": drawn["started"][at],
        "completed_at": drawn["completed"][at],
        "outcome": drawn["ended"][at],
        "medical_exam_required": drawn["exam_required"][at],
        "medical_exam_done": drawn["exam_done"][at],
        "_created_at": drawn["started"][at] + 300,
    })  # fmt: skip
