"""Draws the funnel of counties: their shares over their numbers of reports, between the limits of chance."""

from __future__ import annotations

import pandas as pd

from serving.drawing.charts import Chart
from serving.performance import forms

_PLACES = {"above_998": "beyond_998", "below_998": "beyond_998", "above_95": "beyond_95", "below_95": "beyond_95"}


def funnel(counties: pd.DataFrame) -> Chart:
    """Draw the counties of one measure and fiscal year that have a share; those outside of a limit with their names."""
    rows = pd.DataFrame(
        {
            "county": counties["county_name"].astype(str),
            "place": counties["outside"].map(_PLACES).fillna("inside"),
            **{
                name: counties[column].astype("Float64").astype("float64")
                for name, column in {
                    "denominator": "denominator",
                    "value": "value",
                    "centre": "centre",
                    "lower_95": "lower_limit_95",
                    "upper_95": "upper_limit_95",
                    "lower_998": "lower_limit_998",
                    "upper_998": "upper_limit_998",
                }.items()
            },
        }
    )
    rows = rows[rows["value"].notna()].sort_values("denominator", kind="stable").reset_index(drop=True)
    return Chart(forms.funnel_form(frozenset(rows["place"])), rows)
