"""Draws the family of each report: a new one, or one that comes back within a year.

In: a chunk's instants and `Memory`, the last year's reports. Out: `Families`, and facts of a family's earlier report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import DAY, NEVER, Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.world import World

REMEMBERED = ("received", "family", "children", "county", "repeat", "accepted", "standing", "above", "prior",
              "abused")  # fmt: skip
MOST_REMEMBERED = 2_000_000


@dataclass
class Memory:
    """The last year's reports, oldest first: one array per remembered property. `first` is the number of the oldest."""

    first: int = 0
    columns: dict[str, Ints] = field(default_factory=dict)

    def size(self) -> int:
        """Return how many reports are remembered."""
        return len(self.columns["received"]) if self.columns else 0

    def with_chunk(self, name: str, values: Ints) -> Ints:
        """Return a property of the remembered reports, followed by the chunk's `values`."""
        return np.concatenate([self.columns[name], values]) if self.columns else values

    def remember(self, chunk: dict[str, Ints]) -> None:
        """Add a chunk's reports.

        Reports received over a year before the chunk's last are forgotten, and the oldest beyond MOST_REMEMBERED.
        """
        joined = {name: self.with_chunk(name, chunk[name].astype(np.int64)) for name in REMEMBERED}
        size = len(joined["received"])
        drop = max(int(np.searchsorted(joined["received"], joined["received"][-1] - 366 * DAY)), size - MOST_REMEMBERED)
        self.columns = {name: values[drop:].copy() for name, values in joined.items()}
        self.first += drop


@dataclass(frozen=True)
class Families:
    """A chunk's families.

    `parent` is the position of the family's earlier report in the memory followed by the chunk, -1 for none.
    """

    family: Ints
    children: Ints
    county: Ints
    repeat: Bools
    parent: Ints
    before: Ints
    levels: list[Ints]
    remembered: int


def draw_families(
    received: Seconds, first: int, memory: Memory, dice: Dice, world: World, cal: Calibration
) -> Families:
    """Draw each report's family: one new to the extracts, with its first report's number, or one that comes back."""
    size, offset = dice.size, memory.size()
    everyone = memory.with_chunk("received", received)
    wanted = dice.chance(cal.number("repeat_share"))
    known = memory.with_chunk("repeat", wanted.astype(np.int64)).astype(bool)
    parent = np.full(size, -1, dtype=np.int64)
    settled = np.zeros(size, dtype=bool)
    soon = dice.chance(cal.number("repeat_soon"))
    most = int(cal.number("repeat_most_days") * DAY)
    for _ in range(int(cal.number("known_family_preference"))):
        days = np.where(soon, cal.number("repeat_soon_days"), cal.number("repeat_days"))
        lag = (dice.rng.standard_exponential(size) * days * DAY).astype(np.int64) % most + 60
        candidate = np.searchsorted(everyone, received - lag, side="right") - 1
        candidate = np.minimum(candidate, np.arange(size) + offset - 1)
        better = wanted & ~settled & (candidate >= 0)
        parent[better] = candidate[better]
        settled |= better & known[np.maximum(candidate, 0)]
    repeat = parent >= 0
    chances = np.cumsum(world.weights)
    family = np.arange(first, first + size, dtype=np.int64)
    children = 1 + dice.pick(np.cumsum(cal.numbers("children")))
    county = dice.pick(chances)
    before = dice.pick(np.cumsum(cal.numbers("prior_before_window")))
    moved = dice.chance(cal.number("moved"))
    levels = list(_levels(parent, offset))
    families = memory.with_chunk("family", family)
    kids = memory.with_chunk("children", children)
    homes = memory.with_chunk("county", county)
    for level in levels:
        at, above = level + offset, parent[level]
        families[at] = families[above]
        kids[at] = kids[above]
        homes[at] = np.where(moved[level], homes[at], homes[above])
    return Families(families[offset:], kids[offset:], homes[offset:], repeat, parent, before, levels, offset)


def count_prior(families: Families, memory: Memory, accepted: Seconds) -> Ints:
    """Count, for each report, the family's reports accepted before it, as the case system knew them.

    Reports from before the window are counted too.
    """
    offset = families.remembered
    prior = memory.with_chunk("prior", families.before)
    times = memory.with_chunk("accepted", accepted)
    for level in families.levels:
        at, above = level + offset, families.parent[level]
        earlier = (times[above] != NEVER) & ((times[at] == NEVER) | (times[above] < times[at]))
        prior[at] = prior[above] + earlier
    return prior[offset:]


def of_parent(families: Families, memory: Memory, name: str, values: Ints) -> Ints:
    """Return the instant `name` of each report's earlier report; NEVER where there is none."""
    everyone = memory.with_chunk(name, values)
    found = everyone[np.maximum(families.parent, 0)]
    return np.where(families.repeat, found, NEVER)


def parent_number(families: Families, memory: Memory) -> Ints:
    """Return the number of each report's earlier report, -1 for none."""
    return np.where(families.repeat, families.parent + memory.first, -1)


def _levels(parent: Ints, offset: int) -> Iterator[NDArray[np.int64]]:
    """Give the positions of the repeats in groups: first those whose earlier report is settled."""
    todo = np.flatnonzero(parent >= 0)
    settled = np.zeros(len(parent) + offset, dtype=bool)
    settled[:offset] = True
    settled[offset:][parent < 0] = True
    while len(todo):
        ready = settled[parent[todo]]
        yield todo[ready]
        settled[todo[ready] + offset] = True
        todo = todo[~ready]
