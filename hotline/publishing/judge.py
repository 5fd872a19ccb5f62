"""The judge of batches and builds: Great Expectations in a process of its own, started early and asked late."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from expectations.client import Worker
from expectations.profile_shape import Profile
from expectations.verdict import Verdict
from hotline.warehouse.disk.machine_trouble import trouble_in
from hotline.warehouse.errors import CommandError


class Judge(Protocol):
    """Judges batches and builds; expectations.client.Worker is one."""

    def judge_batch(self, profile: Profile) -> Verdict:
        """land or hold."""
        ...

    def judge_publication(
        self,
        build_path: Path,
        previous_path: Path | None = None,
        *,
        landing_path: Path | None = None,
        released: bool = False,
    ) -> Verdict:
        """publish or hold."""
        ...


class JudgingFailed(CommandError):
    """There was no verdict, so nothing is let through."""

    def __init__(self, said: str) -> None:
        # An exception's text may quote data; the judge's own sentences are plain.
        if trouble := trouble_in(said):
            super().__init__(f"Not validated, so nothing was let through. {trouble}")
            return
        why = said if said.startswith("Not validated") else f"Not validated ({said.partition(':')[0]})."
        super().__init__(
            f"{why} Nothing was let through and what is published stays as it was: run the same command again."
        )


def start_judge() -> AbstractContextManager[Judge]:
    """Start the judge's process. It imports for seconds, beside the caller's first files."""
    return Worker()
