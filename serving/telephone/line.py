"""The telephone line in a period: its counts and waits, by month and by hour of the week, and its longest waits.

The state is the line's only geography, so no function takes a place. A period without a call has no row.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from serving.figures import Period
from serving.published import Published

# How many of the longest waits a page shows.
LONGEST = 10


def counts(published: Published, period: Period) -> pd.DataFrame:
    """Return the counts, shares and waits of a period as one row; empty where no call of it was delivered."""
    if not published.has("marts", "telephone_counts"):
        return pd.DataFrame()
    return published.query(
        "select * from marts.telephone_counts where period_type = $period_type and period_start = $start",
        {"period_type": period.period_type, "start": period.start},
    )


def by_month(published: Published, from_on: date, to_on: date) -> pd.DataFrame:
    """Return the months that begin from `from_on` to `to_on`, oldest first."""
    return published.query(
        "select * from marts.telephone_counts where period_type = 'month' and period_start between $from_on and $to_on "
        "order by period_start",
        {"from_on": from_on, "to_on": to_on},
    )


def hours(published: Published, period: Period) -> pd.DataFrame:
    """Return the figures by weekday and hour of day. An hour of the week without a call has no row."""
    if not published.has("marts", "telephone_hours"):
        return pd.DataFrame()
    return published.query(
        "select * from marts.telephone_hours where period_type = $period_type and period_start = $start "
        "order by iso_weekday, hour_of_day",
        {"period_type": period.period_type, "start": period.start},
    )


def days(published: Published, period: Period) -> pd.DataFrame:
    """Return the days of the period on which an answered caller waited longest, the longest first."""
    if not published.has("marts", "telephone_daily"):
        return pd.DataFrame()
    return published.query(
        "select * from marts.telephone_daily where offered_on between $start and $end "
        "and longest_seconds_to_answer is not null order by longest_seconds_to_answer desc, offered_on limit $limit",
        {"start": period.start, "end": period.end, "limit": LONGEST},
    )


def calls(published: Published, period: Period) -> pd.DataFrame:
    """Return the answered calls of the period that waited longest; empty where the file holds no single call."""
    if not published.has("marts", "calls"):
        return pd.DataFrame()
    return published.query(
        "select * from marts.calls where offered_on between $start and $end and seconds_to_answer is not null "
        "order by seconds_to_answer desc, call_id limit $limit",
        {"start": period.start, "end": period.end, "limit": LONGEST},
    )


def limits(published: Published) -> pd.DataFrame:
    """Return the limits of the line in force at as_of: the target, and the wait that is too short to count."""
    return published.query(
        "select * from reference.measure_limits "
        "where limit_id in ('answer_target', 'short_abandoned_call') "
        "and coalesce($on, date '9999-12-30') >= effective_from and coalesce($on, date '9999-12-30') < effective_to",
        {"on": published.as_of_on},
    )
