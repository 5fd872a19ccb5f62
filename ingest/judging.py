"""The judging of a batch: a profile goes in, a verdict comes out. Ingest knows no room that judges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class JudgedExpectation(Protocol):
    """One judged expectation, with the columns of ledger.validations; `severity` is block or warn."""

    @property
    def suite(self) -> str: ...
    @property
    def expectation(self) -> str: ...
    @property
    def column_name(self) -> str | None: ...
    @property
    def severity(self) -> str: ...
    @property
    def success(self) -> bool: ...
    @property
    def observed(self) -> str: ...
    @property
    def sentence(self) -> str: ...


class BatchVerdict(Protocol):
    """`outcome` is land or hold, with the reasons for a hold; `error` is set where nothing was judged."""

    @property
    def outcome(self) -> str: ...
    @property
    def reasons(self) -> Sequence[str]: ...
    @property
    def results(self) -> Sequence[JudgedExpectation]: ...
    @property
    def error(self) -> str | None: ...


@dataclass(frozen=True)
class NobodyJudges:
    """The verdict where there is no judge: the batch lands."""

    outcome: str = "land"
    reasons: tuple[str, ...] = ()
    results: tuple[JudgedExpectation, ...] = ()
    error: str | None = None


# Nobody may release a batch that fails one of these: the first would lose its rows unsaid, the second has no real time.
UNPLACEABLE = "rows_differ_from_deleted_ones"
IMPOSSIBLE_TIME = "extracted_within_a_century"
NEVER_RELEASED = (UNPLACEABLE, IMPOSSIBLE_TIME)


@dataclass(frozen=True)
class Doubt:
    """A reason of ingest's own to hold a batch, in the form of an expectation that failed.

    `can_be_released` says whether somebody may let the batch through all the same.
    """

    expectation: str
    observed: str
    sentence: str
    can_be_released: bool = True
    suite: str = "time"
    column_name: str | None = None
    severity: str = "block"
    success: bool = False


@dataclass(frozen=True)
class DoubtedVerdict:
    """The verdict of a judge together with ingest's own doubts."""

    outcome: str
    reasons: tuple[str, ...]
    results: tuple[JudgedExpectation, ...]
    error: str | None = None


def with_doubts(verdict: BatchVerdict, doubts: Sequence[Doubt], *, released: bool) -> BatchVerdict:
    """Add doubts to a verdict. A release lets the batch through, unless a doubt can't be released."""
    if not doubts:
        return verdict
    holding = tuple(each.sentence for each in doubts if not (released and each.can_be_released))
    return DoubtedVerdict(
        "hold" if holding else verdict.outcome,
        (*holding, *verdict.reasons),
        (*doubts, *verdict.results),
        verdict.error,
    )


# The profile is the JSON document that ledger.profiles keeps, with the limits and the history.
JudgeBatch = Callable[[dict[str, Any]], BatchVerdict]
