"""Writes published values for a reader: counts, rates, instants and days in English."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

NOT_ASSESSED = "Not assessed"
NO_RATE = "–"
# A number and its unit stay on one line.
SPACE = "\N{NO-BREAK SPACE}"


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, NaT or <NA>."""
    return value is None or bool(pd.isna(value))


def count(value: Any) -> str:
    """12345 → 12,345. A null count was not assessed, and is never shown as 0."""
    return NOT_ASSESSED if is_missing(value) else f"{int(value):,}"


def percent(value: Any, digits: int = 1) -> str:
    """0.4567 → 45.7 %; null (a denominator of 0, or not assessed) → a dash."""
    return NO_RATE if is_missing(value) else f"{100 * float(value):.{digits}f}{SPACE}%"


def interval(lower: Any, upper: Any) -> str:
    """0.41, 0.46 → 41.0 to 46.0 %."""
    if is_missing(lower) or is_missing(upper):
        return NO_RATE
    return f"{100 * float(lower):.1f} to {100 * float(upper):.1f}{SPACE}%"


def hours(value: Any) -> str:
    """7.26 → 7.3 hours; three days and more are written in days."""
    if is_missing(value):
        return NO_RATE
    number = float(value)
    return f"{number / 24:.1f}{SPACE}days" if number >= 72 else f"{number:.1f}{SPACE}hours"


def measure(value: Any, unit: str) -> str:
    """Write a value in the unit of its metric, as `reference.metrics` names units."""
    if unit == "share":
        return percent(value)
    if unit == "hours":
        return hours(value)
    if is_missing(value):
        return NO_RATE
    return f"{float(value):,.1f}" if unit in ("per_100_reports", "days") else f"{float(value):,.0f}"


def day(value: Any) -> str:
    """2026-11-01 → 1 November 2026."""
    if is_missing(value):
        return NO_RATE
    moment = pd.Timestamp(value)
    return f"{moment.day} {moment:%B %Y}"


def month(value: Any) -> str:
    """2026-11-01 → November 2026."""
    return NO_RATE if is_missing(value) else f"{pd.Timestamp(value):%B %Y}"


def instant(value: Any) -> str:
    """An instant to the minute, with the name of its offset: 20 November 2026, 05:00 CST."""
    if is_missing(value):
        return NO_RATE
    moment = pd.Timestamp(value)
    return f"{moment.day} {moment:%B %Y, %H:%M %Z}".strip()


def stamp(value: Any) -> str:
    """An instant for a table: 2026-11-20 05:00 CST."""
    return "" if is_missing(value) else f"{pd.Timestamp(value):%Y-%m-%d %H:%M %Z}".strip()


def days_between(first: date, last: date) -> int:
    """Count the days from the first to the last, including both."""
    return (last - first).days + 1


def spreadsheet_text(text: str) -> str:
    """A text for a file that spreadsheets open: one that they would run as a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def plain(value: Any) -> str:
    """Write any published value for a cell of a plain table."""
    if is_missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, pd.Timestamp)):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
