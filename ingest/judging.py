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


# The profile is the JSON document that ledger.profiles keeps, with the limits and the history.
JudgeBatch = Callable[[dict[str, Any]], BatchVerdict]
