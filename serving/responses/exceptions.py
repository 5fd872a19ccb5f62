"""Excepted responses of a period and place by the kind of exception that excused them."""

from __future__ import annotations

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published


def kinds(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return the kinds by priority, the most frequent first, each with its label, its law and what it means.

    Where the number of excepted responses is unknown, the priority has one row without a kind.
    """
    if not published.has("marts", "response_exception_counts"):
        return pd.DataFrame()
    return published.query(
        "with words as (select * from reference.initiation_exceptions "
        "qualify row_number() over (partition by code, priority order by effective_from desc, response_type) = 1) "
        "select counted.priority, counted.initiation_exception, counted.label, counted.citation, words.description, "
        "counted.excepted from marts.response_exception_counts as counted left join words "
        "on counted.initiation_exception = words.code and counted.priority = words.priority "
        "where period_type = $period_type and period_start = $start "
        "and geography_type = $geography_type and geography_id = $geography_id "
        "order by counted.priority, counted.excepted desc nulls last, counted.label",
        {
            "period_type": period.period_type,
            "start": period.start,
            "geography_type": place.geography_type,
            "geography_id": place.geography_id,
        },
    )
