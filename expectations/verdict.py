"""The verdict on a batch or a publication, put together from its results."""

from __future__ import annotations

from typing import Literal, TypedDict

from expectations.facts import Result

Outcome = Literal["land", "publish", "hold"]


class Verdict(TypedDict):
    """`outcome` is hold also where `error` is set: then nothing was judged, and the command has failed."""

    subject_id: str
    outcome: Outcome
    reasons: list[str]
    results: list[Result]
    error: str | None


def verdict(subject_id: str, results: list[Result], passed: Literal["land", "publish"], *, released: bool) -> Verdict:
    """Hold where a blocking expectation failed, unless released; its sentences are the reasons either way."""
    reasons = [r["sentence"] for r in results if r["severity"] == "block" and not r["success"]]
    outcome: Outcome = "hold" if reasons and not released else passed
    return Verdict(subject_id=subject_id, outcome=outcome, reasons=reasons, results=results, error=None)


def failed(subject_id: str, error: str) -> Verdict:
    """The verdict where the judge itself failed: hold, since what is not judged is not let through."""
    return Verdict(subject_id=subject_id, outcome="hold", reasons=[], results=[], error=error)
