"""The one change of practice in the synthetic history, for whoever annotates a chart with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ingest.synthetic.calibration import Calibration


@dataclass(frozen=True)
class PracticeChange:
    """From `on` the share screened out is `after` in place of `before`; the deliveries' README says so too."""

    on: date
    before: float
    after: float
    what: str
    citation: str


def practice_change() -> PracticeChange:
    """The change as the calibration states it."""
    raw = Calibration().group("practice_change")
    return PracticeChange(
        raw["changed_on"], raw["screened_out_before"], raw["screened_out_after"], raw["what"], raw["citation"]
    )
