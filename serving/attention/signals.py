"""Signals of the newest complete month: which series of the state and its districts moved more than chance allows."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from serving.figures import Place
from serving.published import Published

# Of 3,000 charts each of 24, 36 and 60 points that differ by chance alone, 1.5 to 1.8 % have a signal in the last month
# (docs/adr/0030-pages-by-audience.md).
BY_CHANCE = 0.016


@dataclass(frozen=True)
class Month:
    """A month of the charts: its label, how many charts were judged in it, and a row for each signal."""

    label: str
    judged: int
    signals: pd.DataFrame

    @property
    def by_chance(self) -> float:
        """How many signals chance alone would give on so many charts."""
        return self.judged * BY_CHANCE


def newest_month(published: Published, place: Place) -> Month | None:
    """Return the signals of the newest complete month, concerns first; None where no month is complete.

    Charts are of the state and its districts: the state shows them all, a district its own, and a county those of its
    district. A row has the measure's label and unit, and whether the month before had no such reading.
    """
    where, keys = _of_place(place)
    months = published.rows(
        "select max(period_start) as newest from marts.performance_trends "
        f"where {published.covered('performance_trends')} and geography_type = 'state'"
    )
    if not months or months[0]["newest"] is None:
        return None
    rows = published.query(
        "with charts as (select *, lag(reading) over (partition by geography_type, geography_id, measure "
        "order by period_start) as reading_before from marts.performance_trends) "
        "select charts.*, metrics.label, metrics.unit, metrics.definition, metrics.citation, "
        "reading_before is distinct from reading as is_new "
        "from charts join reference.metrics as metrics on charts.measure = metrics.metric_id "
        f"where period_start = $month and signal <> 'not_judged' and {where} "
        "order by case reading when 'concern' then 0 when 'improvement' then 1 else 2 end, "
        "geography_type <> 'state', metrics.label, geography_name",
        {**keys, "month": months[0]["newest"]},
    )
    label = published.rows(
        "select any_value(period_label) as label from marts.performance_trends where period_start = $month",
        {"month": months[0]["newest"]},
    )[0]["label"]
    found = rows[rows["signal"] != "common_cause"].reset_index(drop=True)
    return Month(str(label), len(rows), found)


def _of_place(place: Place) -> tuple[str, dict[str, object]]:
    if place.geography_type == "state":
        return "geography_type in ('state', 'district')", {}
    return (
        "geography_type = 'district' and geography_id in (select district_id from reference.counties "
        "where $geography_id in (district_id, county_fips))",
        {"geography_id": place.geography_id},
    )
