"""Converts whole arrays between instants and the wall-clock time of one zone.

Instants are seconds since 1970, UTC. Wall-clock times are seconds since 1970 on the zone's clock. `NEVER` is null.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
NEVER = np.int64(-(2**60))
DAY = 86_400


class Clock:
    """One zone's clock, with its changes of offset from the year of `first` to the year after `last`."""

    def __init__(self, zone: str, first: date, last: date) -> None:
        self.zone = ZoneInfo(zone)
        start = int(datetime(first.year, 1, 1, tzinfo=UTC).timestamp())
        end = int(datetime(last.year + 1, 12, 31, tzinfo=UTC).timestamp())
        starts, offsets = [-(2**61)], [self._offset(start)]
        for moment in range(start, end, DAY):
            if self._offset(moment + DAY) != offsets[-1]:
                low, high = moment, moment + DAY
                while high - low > 1:
                    middle = (low + high) // 2
                    low, high = (middle, high) if self._offset(middle) == offsets[-1] else (low, middle)
                starts.append(high)
                offsets.append(self._offset(high))
        self._starts = np.array(starts, dtype=np.int64)
        self._offsets = np.array(offsets, dtype=np.int64)
        before = np.concatenate([self._offsets[:1], self._offsets[:-1]])
        self._steps = self._offsets - before
        self._wall_starts = self._starts + np.maximum(self._offsets, before)

    def _offset(self, moment: int) -> int:
        delta = datetime.fromtimestamp(moment, self.zone).utcoffset()
        assert delta is not None
        return int(delta.total_seconds())

    def offset(self, instants: Seconds) -> Seconds:
        """Return how many seconds the zone is ahead of UTC at each instant."""
        return self._offsets[np.searchsorted(self._starts, instants, side="right") - 1]

    def wall(self, instants: Seconds) -> Seconds:
        """Return the wall-clock time at each instant."""
        return instants + self.offset(instants)

    def instants(self, wall: Seconds) -> Seconds:
        """Return the instants of wall-clock times.

        A time in a repeated hour is its first pass; a skipped time has the offset before the change.
        """
        return wall - self._offsets[np.searchsorted(self._wall_starts, wall, side="right") - 1]

    def day(self, instants: Seconds) -> Seconds:
        """Return the calendar day of each instant in the zone, in days since 1970."""
        return self.wall(instants) // DAY

    def midnight(self, days: Seconds) -> Seconds:
        """Return the instant at which each calendar day starts."""
        return self.instants(days * DAY)

    def second_pass(self, instants: Seconds) -> NDArray[np.bool_]:
        """Tell which instants are in the second pass of a repeated hour: the clock has shown their time before."""
        k = np.searchsorted(self._starts, instants, side="right") - 1
        again: NDArray[np.bool_] = (self._steps[k] < 0) & (instants < self._starts[k] - self._steps[k])
        return again

    def after_skip(self, instants: Seconds) -> NDArray[np.bool_]:
        """Tell which instants follow a skip by less than its length: they can be written as a skipped time."""
        k = np.searchsorted(self._starts, instants, side="right") - 1
        after: NDArray[np.bool_] = (self._steps[k] > 0) & (instants < self._starts[k] + self._steps[k])
        return after

    def changes(self) -> Seconds:
        """Return the instants at which the offset changes."""
        return self._starts[1:]


def day_number(day: date) -> int:
    """Return a date as days since 1970."""
    return (day - date(1970, 1, 1)).days
