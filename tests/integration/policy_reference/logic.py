"""Three values, local days and calendar months: what every sentence of the policy is read with."""

from __future__ import annotations

import calendar
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def every(*conditions: bool | None) -> bool | None:
    """True where all are, false where one is, else unknown."""
    if any(each is False for each in conditions):
        return False
    return None if any(each is None for each in conditions) else True


def some(*conditions: bool | None) -> bool | None:
    """True where one is, false where none is, else unknown."""
    if any(each is True for each in conditions):
        return True
    return None if any(each is None for each in conditions) else False


def no(condition: bool | None) -> bool | None:
    """The opposite; of the unknown, the unknown."""
    return None if condition is None else not condition


def one_of(value: Any, codes: Collection[Any]) -> bool | None:
    """Whether a value is among some; unknown where it is missing."""
    return None if value is None else value in codes


def same(left: Any, right: Any) -> bool | None:
    """Whether two values are equal; unknown where one is missing."""
    return None if left is None or right is None else left == right


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
