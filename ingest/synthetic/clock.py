"""Instants and wall-clock time of one zone, for whole arrays. Instants are seconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]
NEVER = np.int64(-(2**60))
DAY = 86_400


class Clock:
    """A zone's changes of offset from `first` to `last`."""

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
        """Seconds ahead of UTC at each instant."""
        return self._offsets[np.searchsorted(self._starts, instants, side="right") - 1]

    def wall(self, instants: Seconds) -> Seconds:
        """Wall-clock time as seconds since 1970 of that clock."""
        return instants + self.offset(instants)

    def instants(self, wall: Seconds) -> Seconds:
        """Instants of wall-clock times: a repeated hour's first pass, a skipped hour with the offset before."""
        return wall - self._offsets[np.searchsorted(self._wall_starts, wall, side="right") - 1]

    def day(self, instants: Seconds) -> Seconds:
        """Calendar days since 1970 in the zone."""
        return self.wall(instants) // DAY

    def midnight(self, days: Seconds) -> Seconds:
        """The instant at which each calendar day starts."""
        return self.instants(days * DAY)

    def second_pass(self, instants: Seconds) -> NDArray[np.bool_]:
        """Whether the clock has shown this time already: the second pass of a repeated hour."""
        k = np.searchsorted(self._starts, instants, side="right") - 1
        again: NDArray[np.bool_] = (self._steps[k] < 0) & (instants < self._starts[k] - self._steps[k])
        return again

    def after_skip(self, instants: Seconds) -> NDArray[np.bool_]:
        """Whether an instant lies within the length of the skip after one: it can be written as a skipped time."""
        k = np.searchsorted(self._starts, instants, side="right") - 1
        after: NDArray[np.bool_] = (self._steps[k] > 0) & (instants < self._starts[k] + self._steps[k])
        return after

    def changes(self) -> Seconds:
        """The instants at which the offset changes."""
        return self._starts[1:]


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days
