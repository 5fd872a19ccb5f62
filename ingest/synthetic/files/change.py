"""Reads the one change of practice in the synthetic history from the calibration, for charts that annotate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.synthetic.state.calibration import Calibration


@dataclass(frozen=True)
class PracticeChange:
    """From `on`, the share screened out is `after` instead of `before`. The README of the deliveries says so too."""

    on: date
    before: float
    after: float
    what: str
    citation: str


def practice_change() -> PracticeChange:
    """Return the change as the calibration states it."""
    raw = Calibration().group("practice_change")
    return PracticeChange(
        raw["changed_on"], raw["screened_out_before"], raw["screened_out_after"], raw["what"], raw["citation"]
    )
