"""Finds the same figures of the period before and of the same period a year before, to set side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published

_MONTHS = {"month": 1, "quarter": 3, "fiscal_year": 12, "calendar_year": 12}
# The tables that may be compared, each with a condition that leaves one row per period and place.
_TABLES: Mapping[str, str] = {
    "statutory_counts": "true",
    "screening_measures": "true",
    "telephone_counts": "true",
    "response_compliance": "breakdown = 'priority'",
}


def starts(period: Period) -> dict[date, str]:
    """Return the first days of the period, of the one before and of the one a year before, with a name for each.

    A year has no other period before it than that of a year before.
    """
    named = {period.start: "", _earlier(period.start, 12): "a year before"}
    return {**named, _earlier(period.start, _MONTHS[period.period_type]): "the period before"} | named


def side_by_side(published: Published, table: str, period: Period, place: Place) -> pd.DataFrame:
    """Return the rows of these periods, the newest first, with the name of each in `relation`.

    A period of which nothing is published has no row.
    """
    if not published.has("marts", table):
        return pd.DataFrame()
    names = starts(period)
    rows = published.query(
        f"select * from marts.{table} where period_type = $period_type and period_start in $starts "
        f"and geography_type = $geography_type and geography_id = $geography_id and {_TABLES[table]} "
        "order by period_start desc",
        {
            "period_type": period.period_type,
            "starts": list(names),
            "geography_type": place.geography_type,
            "geography_id": place.geography_id,
        },
    )
    return rows.assign(relation=[names[pd.Timestamp(start).date()] for start in rows["period_start"]])


def _earlier(day: date, months: int) -> date:
    return (pd.Timestamp(day) - pd.DateOffset(months=months)).date()
