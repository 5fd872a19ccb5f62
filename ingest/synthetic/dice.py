"""Random draws for whole arrays. Every chunk and purpose has a generator of its own, so threads change no draw."""

from __future__ import annotations

import zlib
from copy import copy

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.clock import Seconds

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Dice:
    """Draws for `size` rows of one chunk and one purpose."""

    def __init__(self, seed: int, chunk: int, purpose: str, size: int) -> None:
        self.rng = np.random.Generator(np.random.SFC64([seed, chunk, zlib.crc32(purpose.encode())]))
        self.size = size

    def of_size(self, size: int) -> Dice:
        """The same run of draws, for another number of rows."""
        other = copy(self)
        other.size = size
        return other

    def unit(self) -> Floats:
        """Numbers from 0 to under 1."""
        return self.rng.random(self.size)

    def chance(self, share: float | Floats) -> Bools:
        """True with the given chance, one for all or one a row."""
        return self.rng.random(self.size, dtype=np.float32) < share

    def pick(self, cumulative: Floats) -> Ints:
        """Indexes by cumulative chances."""
        last = int(np.searchsorted(cumulative, 1.0 - 1e-9))
        return np.minimum(np.searchsorted(cumulative, self.unit(), side="right"), last).astype(np.int64)

    def pick_by_row(self, cumulative: NDArray[np.float32], rows: Ints) -> Ints:
        """Indexes by cumulative chances that differ by row: `cumulative[rows]` are the chances of each."""
        draws = self.rng.random(self.size, dtype=np.float32)[:, None]
        picked: Ints = (draws >= cumulative[rows]).sum(axis=1, dtype=np.int64)
        np.minimum(picked, cumulative.shape[1] - 1, out=picked)
        return picked

    def whole(self, low: int, high: int) -> Ints:
        """Whole numbers from `low` to under `high`."""
        return self.rng.integers(low, high, self.size)

    def lag(self, median: float, sigma: float, unit: float) -> Seconds:
        """Lognormal waits in seconds, around a median of `median` units of `unit` seconds; one second at least."""
        waits: Floats = np.exp(self.rng.standard_normal(self.size, dtype=np.float32) * sigma) * (median * unit)
        return np.maximum(waits, 1).astype(np.int64)

    def wait(self, mean: float, unit: float) -> Seconds:
        """Exponential waits in seconds, of `mean` units of `unit` seconds on average."""
        return (self.rng.standard_exponential(self.size) * (mean * unit)).astype(np.int64)
