"""A fact: one number to judge, the bounds that it should keep, and the sentences that tell a reader about it.

This module also holds the arithmetic and the wording that all suites share.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Severity = Literal["block", "warn"]

# Shares are compared at nine decimals, so that 0.1 + 0.2 does not fail a limit of 0.3.
SHARE_DECIMALS = 9


@dataclass(frozen=True)
class Fact:
    """One number, its bounds and its sentences. Bounds are inclusive; None is no bound.

    `observed` and the sentences hold counts, shares and the names of columns, never the value of a row.
    """

    suite: str
    expectation: str
    column_name: str | None
    severity: Severity
    value: float
    at_least: float | None
    at_most: float | None
    observed: str
    expects: str
    found: str
    mend: str

    def sentence(self, success: bool) -> str:
        """Return what is expected if the fact holds; otherwise return what was found and what to do."""
        return self.expects if success else f"{self.found} {self.mend}"


@dataclass(frozen=True)
class Result:
    """One judged expectation, as the ledger keeps it."""

    suite: str
    expectation: str
    column_name: str | None
    severity: Severity
    success: bool
    observed: str
    sentence: str


def share(part: float, whole: float) -> float:
    """Return part / whole, never over 1.0; 0.0 where the whole is 0."""
    return round(min(part / whole, 1.0), SHARE_DECIMALS) if whole else 0.0


def bound(value: float) -> float:
    """Return a share as a bound, kept between 0 and 1."""
    return round(min(max(value, 0.0), 1.0), SHARE_DECIMALS)


def most_allowed(rows: int, max_share: float, max_rows: int) -> int:
    """Return the most rows allowed: the share of `rows` or `max_rows`, whichever is more.

    It uses Decimal, because 0.07 * 100 is 7.000000000000001 as a float.
    """
    return max(max_rows, int(Decimal(str(max_share)) * rows))


def number(value: float) -> str:
    """Write a count for a reader: 12,345."""
    return f"{value:,.0f}"


def percent(value: float) -> str:
    """Write a share for a reader: 12.3 %."""
    return f"{value * 100:.1f} %"


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: '1 row', '2 rows'. A noun that ends in a consonant and y gets -ies."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number(count)} {plural}"


def median(values: Iterable[float]) -> float:
    """Return the median of at least one number."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
