"""Logic of three values (None is unknown) and calendar months, with which every sentence of the policy is read."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def every(*conditions: bool | None) -> bool | None:
    """Return True where all are true, False where one is false, and None otherwise."""
    if any(each is False for each in conditions):
        return False
    return None if any(each is None for each in conditions) else True


def some(*conditions: bool | None) -> bool | None:
    """Return True where one is true, False where all are false, and None otherwise."""
    if any(each is True for each in conditions):
        return True
    return None if any(each is None for each in conditions) else False


def no(condition: bool | None) -> bool | None:
    """Return the opposite of a condition, and None for the unknown."""
    return None if condition is None else not condition


def one_of(value: Any, codes: Collection[Any]) -> bool | None:
    """Return whether a value is one of the codes, and None where it is missing."""
    return None if value is None else value in codes


def same(left: Any, right: Any) -> bool | None:
    """Return whether two values are equal, and None where one is missing."""
    return None if left is None or right is None else left == right


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
