"""The verdict on a batch or a publication, made from its results."""

from __future__ import annotations

from typing import Literal, TypedDict

from expectations.facts import Result

Outcome = Literal["land", "publish", "hold"]


class Verdict(TypedDict):
    """A verdict and its results. Where `error` is set, nothing was judged: `outcome` is hold and the command failed."""

    subject_id: str
    outcome: Outcome
    reasons: list[str]
    results: list[Result]
    error: str | None


def verdict_from(
    subject_id: str, results: list[Result], passed: Literal["land", "publish"], *, released: bool
) -> Verdict:
    """Hold where a blocking expectation failed, unless released. Either way its sentences are the reasons."""
    reasons = [r["sentence"] for r in results if r["severity"] == "block" and not r["success"]]
    outcome: Outcome = "hold" if reasons and not released else passed
    return Verdict(subject_id=subject_id, outcome=outcome, reasons=reasons, results=results, error=None)


def held_without_verdict(subject_id: str, error: str) -> Verdict:
    """The verdict where the judge itself failed: hold, because nothing passes unjudged."""
    return Verdict(subject_id=subject_id, outcome="hold", reasons=[], results=[], error=error)
