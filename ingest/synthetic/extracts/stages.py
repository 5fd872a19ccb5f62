"""The records of a chunk's reports at each stage: when they come, after screening and after the response."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.synthetic.state.clock import Seconds
from ingest.synthetic.state.dice import Bools, Dice, Ints
from ingest.synthetic.state.families import Families
from ingest.synthetic.state.setting import Setting


@dataclass(frozen=True)
class Call:
    """The reports as they come (their times, families, reporters and concerns) and the dice of their chunk."""

    chunk: int
    first: int
    received: Seconds
    kinds: Ints
    families: Families
    reporter: Ints
    flags: dict[str, Ints]
    concerns: dict[str, Ints]
    setting: Setting

    def dice(self, purpose: str) -> Dice:
        """Return the draws of this chunk for one purpose."""
        return Dice(self.setting.seed, self.chunk, purpose, len(self.received))


@dataclass(frozen=True)
class Decision:
    """The result of screening and its times; `overridden` and `first_screened` are NEVER for most."""

    outcome: Ints
    screened: Seconds
    accepted: Seconds
    urgent: Bools
    reason: Ints
    associated: Ints
    overridden: Seconds
    first_screened: Seconds
    inquiries: dict[str, Ints]


@dataclass(frozen=True)
class Course:
    """The response to assigned reports. The values of other reports are null or mean nothing."""

    priority: Ints
    kind: Ints
    investigation: Bools
    due_on: Ints
    initiated: Seconds
    exception: Ints
    found: Seconds
    completed: Seconds
    prior: Ints
