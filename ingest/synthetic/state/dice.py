"""Draws random numbers for whole arrays.

In: a seed, a chunk and a purpose. Out: `Dice` with a generator of their own, so threads change no draw.
"""

from __future__ import annotations

import zlib
from copy import copy

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.state.clock import Seconds

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Dice:
    """The draws for `size` rows of one chunk and one purpose."""

    def __init__(self, seed: int, chunk: int, purpose: str, size: int) -> None:
        self.rng = np.random.Generator(np.random.SFC64([seed, chunk, zlib.crc32(purpose.encode())]))
        self.size = size

    def of_size(self, size: int) -> Dice:
        """Return dice for another number of rows, which share this run of draws."""
        other = copy(self)
        other.size = size
        return other

    def unit(self) -> Floats:
        """Draw numbers from 0 to under 1."""
        return self.rng.random(self.size)

    def chance(self, share: float | Floats) -> Bools:
        """Draw True with the given chance: one chance for all rows, or one per row."""
        return self.rng.random(self.size, dtype=np.float32) < share

    def pick(self, cumulative: Floats) -> Ints:
        """Draw indexes by cumulative chances."""
        last = int(np.searchsorted(cumulative, 1.0 - 1e-9))
        return np.minimum(np.searchsorted(cumulative, self.unit(), side="right"), last).astype(np.int64)

    def pick_by_row(self, cumulative: NDArray[np.float32], rows: Ints) -> Ints:
        """Draw indexes by cumulative chances that differ by row: `cumulative[rows]` holds the chances of each row."""
        draws = self.rng.random(self.size, dtype=np.float32)[:, None]
        picked: Ints = (draws >= cumulative[rows]).sum(axis=1, dtype=np.int64)
        np.minimum(picked, cumulative.shape[1] - 1, out=picked)
        return picked

    def whole(self, low: int, high: int) -> Ints:
        """Draw whole numbers from `low` to under `high`."""
        return self.rng.integers(low, high, self.size)

    def lag(self, median: float, sigma: float, unit: float) -> Seconds:
        """Draw lognormal waits in seconds, at least one. Their median is `median` units of `unit` seconds."""
        waits: Floats = np.exp(self.rng.standard_normal(self.size, dtype=np.float32) * sigma) * (median * unit)
        return np.maximum(waits, 1).astype(np.int64)

    def wait(self, mean: float, unit: float) -> Seconds:
        """Draw exponential waits in seconds. Their mean is `mean` units of `unit` seconds."""
        return (self.rng.standard_exponential(self.size) * (mean * unit)).astype(np.int64)
