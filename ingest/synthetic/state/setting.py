"""The values that hold for a whole run of the generator, in one record."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.synthetic.state.calibration import Calibration
from ingest.synthetic.state.clock import Clock
from ingest.synthetic.state.world import World


@dataclass(frozen=True)
class Setting:
    """`start` is the window's first instant; `moments` holds the instants of the deliveries, oldest first."""

    seed: int
    start: int
    moments: tuple[int, ...]
    clock: Clock
    world: World
    cal: Calibration
