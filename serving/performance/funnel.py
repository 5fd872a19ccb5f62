"""Draws the funnel of counties: their shares over their numbers of reports, between the limits of chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from serving.drawing.charts import Chart
from serving.performance import forms

_NAME, _LINE = 0.2, 0.06
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
    rows = rows.assign(side=_sides(rows))
    return Chart(forms.funnel_form(frozenset(rows["place"]), frozenset(rows["side"]) - {""}), rows)


def _sides(rows: pd.DataFrame) -> list[str]:
    """Return on which side of its point a county has its name: on the left, unless another named point lies there.

    Distances are parts of what the axes span; a name is as long as `_NAME` and as high as `_LINE`.
    """
    across = np.log(rows["denominator"].clip(lower=1))
    along = (across - across.min()) / max(float(across.max() - across.min()), 1e-9)
    up = rows["value"] / max(float(rows["value"].max() - rows["value"].min()), 1e-9)
    sides, named = [], rows["place"] != "inside"
    for number in range(len(rows)):
        if not named[number]:
            sides.append("")
            continue
        left = along[number] - along[named]
        crowded = (left > 0) & (left < _NAME) & ((up[number] - up[named]).abs() < _LINE)
        sides.append("right" if crowded.any() and along[number] < 1 - _NAME else "left")
    return sides
