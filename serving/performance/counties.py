"""Reads the comparison of counties within a fiscal year: a funnel, in the order of names."""

from __future__ import annotations

import pandas as pd

from serving.figures import UNKNOWN_COUNTY
from serving.published import Published


def years(published: Published, measure: str) -> pd.DataFrame:
    """Return the fiscal years of the funnel of a measure, newest first, and whether each is covered."""
    if not published.has("marts", "county_comparison"):
        return pd.DataFrame({"period_label": [], "is_covered": []})
    return published.query(
        f"select distinct period_start, period_label, {published.covered('county_comparison')} as is_covered "
        "from marts.county_comparison where measure = $measure order by period_start desc",
        {"measure": measure},
    )


def funnel(published: Published, measure: str, year: str) -> pd.DataFrame:
    """Return every county in a fiscal year by its name, the unknown county last."""
    return published.query(
        "select * from marts.county_comparison where measure = $measure and period_label = $year "
        "order by county_fips = $unknown, county_name",
        {"measure": measure, "year": year, "unknown": UNKNOWN_COUNTY},
    )
