"""How many initiated reports took how long, in bars that each add up neighbouring published bins."""

from __future__ import annotations

import pandas as pd

from serving.figures import Period, Place
from serving.published import Published

# A published bin is 4 % wider than the one before it. Six of them are 27 %, which a reader can tell apart.
BINS_IN_A_BAR = 6
_OF_PLACE = {
    "state": "true",
    "district": "county_fips in (select county_fips from reference.counties where district_id = $geography_id)",
    "county": "county_fips = $geography_id",
}


def by_hours(published: Published, period: Period, place: Place) -> pd.DataFrame:
    """Return one row per priority and bar: its hours, and the reports due in the period that took so long."""
    if not published.has("marts", "response_hours_daily"):
        return pd.DataFrame()
    keys = {} if place.geography_type == "state" else {"geography_id": place.geography_id}
    return published.query(
        # The first bin, under a minute, is a bar of its own. The edges of a bar follow from those of any bin in it.
        "with bins as (select *, case when hour_bin = 0 then -1 else (hour_bin - 1) // $width end as bar, "
        "hour_bin_to / nullif(hour_bin_from, 0) as widening, (hour_bin - 1) % $width as place_in_bar "
        f"from marts.response_hours_daily where due_on between $start and $end and {_OF_PLACE[place.geography_type]} "
        "and priority is not null) "
        "select priority, min(coalesce(hour_bin_from / widening ^ place_in_bar, 0)) as hours_from, "
        "max(coalesce(hour_bin_to * widening ^ ($width - 1 - place_in_bar), hour_bin_to)) as hours_to, "
        "sum(reports)::bigint as reports from bins group by priority, bar order by priority, bar",
        {**keys, "width": BINS_IN_A_BAR, "start": period.start, "end": period.end},
    )
