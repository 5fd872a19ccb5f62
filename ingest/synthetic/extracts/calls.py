"""Draws the telephone line's own record: how long callers waited, who gave up, and who came through.

Each report that came by telephone has the call that led to it. Around it lie enquiries that led to no report, earlier
tries of the same callers, and callers who never came through. The wait follows the hour and the weekday, and the line
lacks staff for some weeks.

In: a chunk's reports. Out: the table `calls`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.synthetic.state import people, places
from ingest.synthetic.state.clock import DAY, NEVER, Seconds, day_number
from ingest.synthetic.state.dice import Bools, Dice, Floats, Ints
from ingest.synthetic.state.setting import Setting
from ingest.synthetic.state.tables import Table, null_where

FIRST_CALL = 600_000_001
HOUR = 3600
LONGEST_WAIT = 2 * HOUR
# The queue of each reporter that has one of its own; the others wait in the first.
QUEUES = {"law_enforcement": 1, "education": 2, "medical": 2, "mental_health": 2, "child_care": 2}


@dataclass(frozen=True)
class Line:
    """How long callers wait, and how likely they are to give up first."""

    setting: Setting
    daily: Floats

    @classmethod
    def of(cls, setting: Setting) -> Line:
        """The line over the whole window; each day has a mood of its own, the same in every chunk."""
        days = (setting.moments[-1] - setting.start) // DAY + 3
        noise = Dice(setting.seed, 0, "calls by day", days).rng.standard_normal(days)
        return cls(setting, np.exp(noise * setting.cal.number("calls", "day_noise")))

    def median_wait(self, instants: Seconds) -> Floats:
        """Return the median wait in seconds of a call offered at each instant."""
        cal = self.setting.cal
        wall = self.setting.clock.wall(instants)
        days, hours = wall // DAY, (wall % DAY) // HOUR
        weekend = ((days + 3) % 7 >= 5).astype(np.int64)
        shapes = np.stack([cal.numbers("hour_index"), cal.numbers("weekend_hour_index")])
        shapes /= shapes.mean(axis=1, keepdims=True)
        # More staff work at busy hours, but not as many more as there are more calls.
        busy = shapes[weekend, hours] * cal.numbers("weekday_index")[(days + 3) % 7]
        kept = cal.number("calls", "staff_kept")
        pressure: Floats = busy / (kept + (1 - kept) * busy)
        gap = cal.group("staffing_gap")
        begun = day_number(gap["from"])
        short_of_staff = (days >= begun) & (days < begun + 7 * gap["weeks"])
        index = np.clip(days - self.setting.clock.day(np.array([self.setting.start]))[0], 0, len(self.daily) - 1)
        waits: Floats = cal.number("calls", "wait") * pressure ** cal.number("calls", "steepness") * self.daily[index]
        return np.where(short_of_staff, waits * gap["longer"], waits)

    def chance_of_giving_up(self, median: Floats) -> Floats:
        """Return how likely a caller is to give up before an answer, where the median wait is `median`."""
        cal = self.setting.cal
        spread = np.hypot(cal.number("calls", "wait_sigma"), cal.number("calls", "patience_sigma"))
        # The logistic curve comes within a hundredth of the normal one.
        z = np.log(np.maximum(median, 0.1) / cal.number("calls", "patience")) / spread
        chance: Floats = 1 / (1 + np.exp(-1.702 * z))
        return chance


def build_calls(reports: Table, first: int, chunk: int, setting: Setting) -> Table:
    """Build one row per call, in the order in which they were offered."""
    line = Line.of(setting)
    answered = _answered(reports, chunk, setting)
    answered["offered_at"] = answered["answered_at"] - _waits(answered["answered_at"], line, chunk)
    parts = [answered, *_tries(answered, line, chunk), _lost(answered, line, chunk)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in answered}
    order = np.argsort(columns["offered_at"], kind="stable")
    columns = {name: values[order] for name, values in columns.items()}
    own = Dice(setting.seed, chunk, "gaps in calls", len(order))
    shares: dict[str, float] = setting.cal.group("calls")
    nobody = columns["outcome"] == setting.world.code("calls", "outcome", "voicemail")
    nobody |= own.chance(shares["answered_at_missing"])
    return Table("calls", {
        "call_id": FIRST_CALL + first + np.arange(len(order), dtype=np.int64),
        **columns,
        "answered_at": np.where(nobody, NEVER, columns["answered_at"]),
        "outcome": null_where(columns["outcome"], own.chance(shares["outcome_missing"])),
        "_created_at": columns["ended_at"] + own.whole(20, 300),
    })  # fmt: skip


def _answered(reports: Table, chunk: int, setting: Setting) -> dict[str, Ints]:
    """The calls that came through: those that led to a report by telephone, and enquiries of the same hours."""
    world, shares = setting.world, setting.cal.group("calls")
    d = Dice(setting.seed, chunk, "calls", len(reports))
    by_phone = reports["received_via"] == world.code("referrals", "received_via", "hotline")
    led = np.flatnonzero(by_phone & ~d.chance(shares["report_without_call"]))
    asked = np.flatnonzero(by_phone & d.chance(shares["enquiries"]))
    at = np.concatenate([led, asked])
    is_report = np.arange(len(at)) < len(led)
    own = Dice(setting.seed, chunk, "each call", len(at))
    answered = reports["received_at"][at] - own.whole(0, 40)
    answered = np.where(is_report, answered, answered + own.whole(-HOUR // 2, HOUR // 2))
    talked = np.where(is_report, own.lag(shares["minutes_of_report"], 0.5, 60), own.lag(3.0, 0.8, 60))
    outcomes = ("answered", "transferred", "voicemail", "other")
    codes = np.array([world.code("calls", "outcome", name) for name in outcomes])
    of_enquiry = np.array([shares["enquiry_outcome"][name] for name in outcomes])
    outcome = np.where(is_report, codes[0], codes[own.pick(np.cumsum(of_enquiry / of_enquiry.sum()))])
    queues = np.array([QUEUES.get(name, 0) for name in world.codes("referrals", "reporter_type")])
    reporter = reports["reporter_type"][at]
    number = own.whole(0, len(people.CALLERS))
    hidden = own.whole(len(people.CALLERS), len(people.CALLER_POOL))
    number = np.where(own.chance(shares["number_hidden"]), null_where(hidden, own.chance(0.5)), number)
    unlinked = own.chance(shares["report_not_named"])
    return {
        "line": null_where(np.where(is_report & (reporter >= 0), queues[reporter], 0), own.chance(0.01)),
        "caller_number": number,
        "answered_at": answered,
        "ended_at": answered + talked,
        "outcome": outcome,
        "referral_id": null_where(reports["referral_id"][at], ~is_report | unlinked),
    }


def _waits(instants: Seconds, line: Line, chunk: int) -> Seconds:
    d = Dice(line.setting.seed, chunk, "waits", len(instants))
    sigma = line.setting.cal.number("calls", "wait_sigma")
    drawn: Floats = np.exp(d.rng.standard_normal(len(instants)) * sigma) * line.median_wait(instants)
    return np.clip(drawn, 1, LONGEST_WAIT).astype(np.int64)


def _tries(answered: dict[str, Ints], line: Line, chunk: int) -> list[dict[str, Ints]]:
    """The earlier calls of callers who gave up, called again and came through, at most three each."""
    parts, at, before = [], np.arange(len(answered["offered_at"])), answered["offered_at"]
    for time in range(3):
        d = Dice(line.setting.seed, chunk, f"calls given up {time}", len(at))
        gave_up = d.chance(line.chance_of_giving_up(line.median_wait(before)))
        at, before = at[gave_up], before[gave_up]
        own = Dice(line.setting.seed, chunk, f"each call given up {time}", len(at))
        before = before - own.lag(line.setting.cal.number("calls", "minutes_until_again"), 0.8, 60) - 60
        part = {name: values[at] for name, values in answered.items()}
        parts.append(_given_up(part, before, own, line))
    return parts


def _lost(answered: dict[str, Ints], line: Line, chunk: int) -> dict[str, Ints]:
    """Callers who gave up and never came through, and calls that were dialled by mistake."""
    shares: dict[str, float] = line.setting.cal.group("calls")
    size = len(answered["offered_at"])
    d = Dice(line.setting.seed, chunk, "calls lost", size)
    chance = line.chance_of_giving_up(line.median_wait(answered["offered_at"]))
    lost = d.chance(chance * shares["never_again"])
    mistaken = d.chance(shares["mistaken"])
    at = np.concatenate([np.flatnonzero(lost), np.flatnonzero(mistaken)])
    own = Dice(line.setting.seed, chunk, "each call lost", len(at))
    part = {name: values[at] for name, values in answered.items()}
    part["caller_number"] = null_where(own.whole(0, len(people.CALLERS)), own.chance(shares["number_hidden"]))
    part["line"] = np.where(own.chance(0.5), 0, own.whole(0, len(places.LINES)))
    offered = part["offered_at"] + own.whole(-HOUR, HOUR)
    at_once = np.arange(len(at)) >= int(lost.sum())
    return _given_up(part, offered, own, line, at_once)


def _given_up(
    part: dict[str, Ints], offered: Seconds, own: Dice, line: Line, at_once: Bools | None = None
) -> dict[str, Ints]:
    shares: dict[str, float] = line.setting.cal.group("calls")
    # Who gives up has waited less than it takes: the lesser of two draws of patience.
    patience = np.minimum(
        own.lag(shares["patience"], shares["patience_sigma"], 1),
        own.lag(shares["patience"], shares["patience_sigma"], 1),
    )
    soon = own.chance(shares["given_up_at_once"])
    waited = np.where(soon if at_once is None else soon | at_once, own.whole(1, 11), patience)
    return {
        **part,
        "offered_at": offered,
        "answered_at": np.full(len(offered), NEVER),
        "ended_at": offered + waited,
        "outcome": np.full(len(offered), line.setting.world.code("calls", "outcome", "abandoned")),
        "referral_id": np.full(len(offered), np.int64(-1)),
    }
