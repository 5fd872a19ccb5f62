"""Plans when reports arrive, by month, weekday and hour, and who reports at which hour.

In: the number of reports, the window and the calibration. Out: `Arrivals`, which draws the instants chunk by chunk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, Clock, Seconds, day_number
from ingest.synthetic.state.dice import Dice, Ints
from ingest.synthetic.state.world import World

HOUR = 3600


@dataclass(frozen=True)
class Arrivals:
    """The number of reports in each hour of the window.

    The kind of an hour is month × weekend × hour of the day; `reporters` holds the chances of reporter types by kind.
    """

    starts: Seconds
    counts: Ints
    kinds: Ints
    reporters: NDArray[np.float32]

    def chunks(self, size: int) -> Iterator[tuple[int, int, int, int]]:
        """Give (first report, end, first hour, end) of each run of whole hours with about `size` reports."""
        ends = np.cumsum(self.counts)
        hour, report = 0, 0
        while report < ends[-1]:
            upto = int(np.searchsorted(ends, report + size, side="right"))
            upto = max(upto, hour + 1)
            yield report, int(ends[upto - 1]), hour, upto
            hour, report = upto, int(ends[upto - 1])

    def times(self, hours: tuple[int, int], dice: Dice) -> tuple[Seconds, Ints]:
        """Draw the instants at which a chunk's reports arrive, sorted, and return the kind of hour of each."""
        cells = np.repeat(np.arange(*hours), self.counts[hours[0] : hours[1]])
        order = self.starts[cells] + dice.whole(0, HOUR)
        order.sort()
        return order, self.kinds[cells]


def plan_arrivals(
    referrals: int, first: date, end: int, clock: Clock, world: World, cal: Calibration, seed: int
) -> Arrivals:
    """Spread `referrals` reports over the hours from the start of `first` to the instant `end`."""
    start = int(clock.midnight(np.array([day_number(first)]))[0])
    starts = np.arange(start, end, HOUR, dtype=np.int64)
    wall = clock.wall(starts)
    days, hours = wall // DAY, (wall % DAY) // HOUR
    months = (days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)) % 12
    weekday = (days + 3) % 7
    weekend = (weekday >= 5).astype(np.int64)
    shapes = np.stack([cal.numbers("hour_index"), cal.numbers("weekend_hour_index")])
    shapes /= shapes.mean(axis=1, keepdims=True)
    index = days - days[0]
    noise = Dice(seed, 0, "days", int(index[-1]) + 1).rng.standard_normal(int(index[-1]) + 1)
    weights = (
        cal.numbers("month_index")[months]
        * cal.numbers("weekday_index")[weekday]
        * shapes[weekend, hours]
        * np.exp(noise * cal.number("day_noise"))[index]
        * (1 + cal.number("growth_a_year")) ** (index / 365.25)
    )
    counts = Dice(seed, 0, "arrivals", 1).rng.multinomial(referrals, weights / weights.sum())
    _fill(counts, starts, index, clock, referrals)
    kinds = (months * 2 + weekend) * 24 + hours
    return Arrivals(starts, counts, kinds, _reporters(kinds, counts, world, cal))


def _fill(counts: Ints, starts: Seconds, index: Ints, clock: Clock, referrals: int) -> None:
    """Move reports, if there are enough, so that every day and every hour around a clock change has one."""
    if referrals >= 2_000:
        for change in clock.changes():
            around = np.flatnonzero((starts >= change - HOUR) & (starts <= change))
            for cell in around[counts[around] == 0]:
                counts[np.argmax(counts)] -= 1
                counts[cell] += 1
    by_day = np.bincount(index, weights=counts)
    if referrals >= 8 * len(by_day):
        for day in np.flatnonzero(by_day == 0):
            counts[np.argmax(counts)] -= 1
            counts[np.flatnonzero(index == day)[0]] += 1


def _reporters(kinds: Ints, counts: Ints, world: World, cal: Calibration) -> NDArray[np.float32]:
    """Return cumulative chances of reporter types by kind of hour that add up to the stated shares over the window."""
    codes = world.codes("referrals", "reporter_type")
    target = np.array([cal.shares("reporter_share").get(code, 0.0) for code in codes])
    kind = np.arange(12 * 2 * 24)
    month, weekend, hour = kind // 48, kind // 24 % 2, kind % 24
    factor = np.ones((len(kind), len(codes)))
    school_from, school_to = cal.numbers("education_hours")
    off = (weekend == 1) | (hour < school_from) | (hour >= school_to)
    factor[:, codes.index("education")] = cal.numbers("education_months")[month] * np.where(
        off, cal.number("education_off_hours"), 1.0
    )
    night = (hour >= 21) | (hour < 6)
    factor[night, codes.index("law_enforcement")] = cal.number("night_law_enforcement")
    volume = np.bincount(kinds, weights=counts, minlength=len(kind)) + 1e-9
    volume /= volume.sum()
    weight = target.copy()
    for _ in range(40):
        chances = factor * weight
        chances /= chances.sum(axis=1, keepdims=True)
        reached = volume @ chances
        weight *= np.where(reached > 0, target / np.maximum(reached, 1e-12), 1.0)
    return np.cumsum(chances, axis=1).astype(np.float32)
