"""The verdict on a batch or a publication, put together from its results, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from expectations.facts import Result

Outcome = Literal["land", "publish", "hold"]


@dataclass(frozen=True)
class Verdict:
    """`outcome` is hold also where `error` is set: then nothing was judged, and the command has failed."""

    subject_id: str
    outcome: Outcome
    reasons: list[str]
    results: list[Result]
    error: str | None

    def as_document(self) -> dict[str, Any]:
        """The verdict as plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Verdict:
        """The verdict that `as_document` has written. Raises KeyError or TypeError for anything else."""
        return cls(**{**document, "results": [Result(**each) for each in document["results"]]})


def verdict(subject_id: str, results: list[Result], passed: Literal["land", "publish"], *, released: bool) -> Verdict:
    """Hold where a blocking expectation failed, unless released; its sentences are the reasons either way."""
    reasons = [each.sentence for each in results if each.severity == "block" and not each.success]
    outcome: Outcome = "hold" if reasons and not released else passed
    return Verdict(subject_id=subject_id, outcome=outcome, reasons=reasons, results=results, error=None)


def failed(subject_id: str, error: str) -> Verdict:
    """The verdict where the judge itself failed: hold, since what is not judged is not let through."""
    return Verdict(subject_id=subject_id, outcome="hold", reasons=[], results=[], error=error)
