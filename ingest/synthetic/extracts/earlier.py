"""Notes what reports held before an override, a change of response type, their family's number or a correction.

In: a table in its last state. Out: entries in `Table.earlier`, from which the deliveries take older versions.
"""

from __future__ import annotations

import numpy as np

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, Seconds
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Earlier, Table


def add_earlier(table: Table, overridden: Seconds, first_screened: Seconds, setting: Setting, dice: Dice) -> None:
    """Note the values of reports before each change that the deliveries after the first can show."""
    cal, world = setting.cal, setting.world
    begin = setting.moments[0]
    rows = np.flatnonzero(overridden > begin)
    reason = world.code("referrals", "screen_out_reason", "insufficient_information")
    before = {
        "screening_decision": np.full(len(rows), world.code("referrals", "screening_decision", "screened_out")),
        "screened_at": first_screened[rows],
        "screen_out_reason": np.full(len(rows), reason),
    }
    _note(table, rows, overridden[rows], before)

    accepted = table["accepted_at"]
    rows = np.flatnonzero((accepted > begin - 20 * DAY) & dice.chance(cal.number("rejudged")))
    kinds = len(world.codes("referrals", "response_type"))
    other = _next(table["response_type"][rows], kinds)
    _note(table, rows, accepted[rows] + DAY + dice.wait(3.0, DAY)[rows], {"response_type": other})

    received = table["received_at"]
    rows = np.flatnonzero((received > begin - 15 * DAY) & dice.chance(cal.number("family_later")))
    unknown = {"family_id": np.full(len(rows), -1)}
    _note(table, rows, received[rows] + DAY + dice.wait(4.0, DAY)[rows], unknown)
    correct(table, "reporter_type", len(world.codes("referrals", "reporter_type")), setting.moments, dice, cal)


def correct(table: Table, column: str, codes: int, moments: tuple[int, ...], dice: Dice, cal: Calibration) -> None:
    """Let a few old rows hold another code until some instant between the first and the last delivery."""
    rows = np.flatnonzero((table["_created_at"] < moments[0]) & dice.chance(cal.number("corrected")))
    when = moments[0] + (dice.unit()[rows] * (moments[-1] - moments[0])).astype(np.int64)
    _note(table, rows, when, {column: _next(table[column][rows], codes)})


def _next(values: Ints, codes: int) -> Ints:
    return np.where(values >= 0, (values + 1) % codes, -1)


def _note(table: Table, rows: Ints, until: Seconds, values: dict[str, Ints]) -> None:
    if len(rows):
        table.earlier.append(Earlier(rows, until, values))
