"""Reads the charts of measures: what the newest judged month of each says, and the months of one measure.

Charts are of the state and of its districts. A county has those of its district.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from serving.figures import UNKNOWN, Place
from serving.published import Published

# What a chart needs before a month can be judged (NHS England, Making Data Count).
POINTS_NEEDED = 13
# The readings from the one to look at first.
READINGS = ("concern", "improvement", "neutral", "common_cause", "not_judged")
# A trend goes up or down, wherever it lies; any other signal lies above or below the mean.
_IS_HIGH = (
    "case when signal = 'trend' then value > lag(case when is_point then value end ignore nulls) over "
    "(partition by geography_type, geography_id, measure order by period_start) else value > centre end as is_high"
)


def newest_by_measure(published: Published, place: Place) -> pd.DataFrame:
    """Return for each measure its newest judged month in a place, or its newest month where none was ever judged.

    Signals come first, concerns before all. `since` is the first month of the unbroken run of judged months that ends
    with this one and has its mark. `measured` counts the months that have a value; `is_high` says whether a signal goes
    up or lies above the mean.
    """
    where, keys = _series_of(place)
    return published.query(
        f"with series as (select *, count(value) over (partition by measure) as measured, {_IS_HIGH} "
        f"from marts.performance_trends where {where}), "
        "stepped as (select *, coalesce(reading is distinct from lag(reading) over months "
        "or baseline_start is distinct from lag(baseline_start) over months "
        # Where neither direction is better, a rise is another mark than a fall.
        "or (reading = 'neutral' and is_high is distinct from lag(is_high) over months), true) as begins "
        "from series where signal <> 'not_judged' "
        "window months as (partition by measure order by period_start)), "
        "runs as (select *, count(*) filter (where begins) over (partition by measure order by period_start) as run "
        "from stepped), "
        "judged as (select * exclude (begins, run), min(period_start) over (partition by measure, run) as since "
        "from runs qualify row_number() over (partition by measure order by period_start desc) = 1), "
        "never as (select *, cast(null as date) as since from series "
        "where measure not in (select measure from judged) "
        "qualify row_number() over (partition by measure order by value is null, period_start desc) = 1) "
        "select newest.*, metrics.label, metrics.unit, metrics.definition, metrics.citation "
        "from (from judged union all by name from never) as newest "
        "join reference.metrics as metrics on newest.measure = metrics.metric_id "
        "order by list_position($readings, reading), newest.period_start desc, metrics.label",
        {**keys, "readings": list(READINGS)},
    )


def months(published: Published, place: Place, measure: str) -> pd.DataFrame:
    """Return the months of one measure in a place, oldest first."""
    where, keys = _series_of(place)
    return published.query(
        f"select * from marts.performance_trends where {where} and measure = $measure order by period_start",
        {**keys, "measure": measure},
    )


def months_of_districts(published: Published, measure: str) -> pd.DataFrame:
    """Return the months of one measure in each district, by the district's name, the unknown one last."""
    return published.query(
        f"select *, {_IS_HIGH} from marts.performance_trends where geography_type = 'district' and measure = $measure "
        "order by geography_name = $unknown, geography_name, period_start",
        {"measure": measure, "unknown": UNKNOWN},
    )


def why_not_judged(row: Mapping[Any, Any]) -> str:
    """Say why the measure of a row of `newest_by_measure` was never judged, unless it has no value at all."""
    if row["baseline_points"] is not None and not pd.isna(row["baseline_points"]):
        points = int(row["baseline_points"])
        if points >= POINTS_NEEDED:
            return "All months have the same value, so nothing says how far chance alone moves it."
        known = "1 month that counts" if points == 1 else f"{points:,} months that count"
        return f"It has {known} so far, and a chart needs {POINTS_NEEDED}."
    return f"No month counts yet, and a chart needs {POINTS_NEEDED}."


def _series_of(place: Place) -> tuple[str, dict[str, object]]:
    if place.geography_type == "state":
        return "geography_type = 'state'", {}
    return (
        "geography_type = 'district' and geography_id in (select district_id from reference.counties "
        "where $geography_id in (district_id, county_fips))",
        {"geography_id": place.geography_id},
    )
