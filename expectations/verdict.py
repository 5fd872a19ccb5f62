"""The verdict on a batch or a publication, made from its results, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from expectations.facts import Result

Outcome = Literal["land", "publish", "hold"]


@dataclass(frozen=True)
class Verdict:
    """A verdict and its results. Where `error` is set, nothing was judged: `outcome` is hold and the command failed."""

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


def verdict_from(
    subject_id: str, results: list[Result], passed: Literal["land", "publish"], *, released: bool
) -> Verdict:
    """Hold where a blocking expectation failed, unless released. Either way its sentences are the reasons."""
    reasons = [each.sentence for each in results if each.severity == "block" and not each.success]
    outcome: Outcome = "hold" if reasons and not released else passed
    return Verdict(subject_id=subject_id, outcome=outcome, reasons=reasons, results=results, error=None)


def held_without_verdict(subject_id: str, error: str) -> Verdict:
    """The verdict where the judge itself failed: hold, because nothing passes unjudged."""
    return Verdict(subject_id=subject_id, outcome="hold", reasons=[], results=[], error=error)
