"""A fact: one number to be judged, the bounds it should keep, and what to tell the reader about it."""

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
    """One number with its bounds (both inclusive, None where there is none) and its sentences.

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
        """What is expected where it holds; what was found and what to do where it does not."""
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
    """part / whole, 0.0 where the whole is 0, never over 1."""
    return round(min(part / whole, 1.0), SHARE_DECIMALS) if whole else 0.0


def bound(value: float) -> float:
    """A share as a bound, kept between 0 and 1."""
    return round(min(max(value, 0.0), 1.0), SHARE_DECIMALS)


def most_allowed(rows: int, max_share: float, max_rows: int) -> int:
    """The greatest whole number that is not over the share of `rows` and over `max_rows` at once.

    Decimal, because 0.07 * 100 is 7.000000000000001 as a float.
    """
    return max(max_rows, int(Decimal(str(max_share)) * rows))


def number(value: float) -> str:
    """A count for a reader: 12,345."""
    return f"{value:,.0f}"


def percent(value: float) -> str:
    """A share for a reader: 12.3 %."""
    return f"{value * 100:.1f} %"


def counted(count: int, noun: str) -> str:
    """'1 row', '2 rows'; a noun in y becomes -ies."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number(count)} {plural}"


def median(values: Iterable[float]) -> float:
    """The median of at least one number."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
