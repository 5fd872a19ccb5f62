"""What the chart of a measure says of its newest judged month."""

from __future__ import annotations

from typing import Any

from serving.figures import Place
from serving.published import Published


def newest(published: Published, place: Place, measure: str) -> dict[str, Any] | None:
    """Return the newest judged month of a measure, with its label and unit; None where no month is judged.

    Charts are of the state and its districts: a county is given that of its district.
    """
    if not published.has("marts", "performance_trends"):
        return None
    where = (
        "geography_type = 'state'"
        if place.geography_type == "state"
        else "geography_type = 'district' and geography_id in (select district_id from reference.counties "
        "where $geography_id in (district_id, county_fips))"
    )
    keys = {} if place.geography_type == "state" else {"geography_id": place.geography_id}
    rows = published.rows(
        "select charts.*, metrics.label, metrics.unit from marts.performance_trends as charts "
        "join reference.metrics as metrics on charts.measure = metrics.metric_id "
        f"where measure = $measure and signal <> 'not_judged' and {where} order by period_start desc limit 1",
        {**keys, "measure": measure},
    )
    return rows[0] if rows else None
