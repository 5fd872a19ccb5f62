"""Draws a week as a heat map: a row per weekday, a column per hour of day, a stronger colour for a larger value.

One colour covers the ground more and more, so that the map reads in greyscale, and from a dark ground too. An hour
without a value has no cell.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from serving.drawing.chart_forms import BLUE, INK, MUTED, PAPER, styled
from serving.drawing.charts import SMALL_DENOMINATOR, Chart

WEEKDAYS = {1: "Mon", 2: "Tue", 3: "Wed", 4: "Thu", 5: "Fri", 6: "Sat", 7: "Sun"}
# How much of the colour of the largest value the smallest has.
_LEAST = 0.08
FORMATS = {"count": ",d", "share": ".1%", "seconds": ",.0f"}


def heat_map(rows: pd.DataFrame, unit: str) -> Chart:
    """Draw the rows of `cells` in a unit of FORMATS. A cell that rests on fewer than 20 has a dot."""
    return Chart(_form(unit, bool(rows["small"].any())), rows)


def cells(frame: pd.DataFrame, column: str, over: str) -> pd.DataFrame:
    """Return a row per hour of the week in which a column has a value: weekday, hour, value, whether it rests on few.

    `over` is the column that says on how many a value rests.
    """
    rows = pd.DataFrame(
        {
            "iso_weekday": frame["iso_weekday"].astype("int64"),
            "weekday": frame["iso_weekday"].map(WEEKDAYS).astype(str),
            "hour": frame["hour_of_day"].astype("int64"),
            "value": frame[column].astype("Float64").astype("float64"),
            "over": frame[over].astype("Float64").astype("float64"),
        }
    )
    rows = rows.dropna(subset=["value"]).reset_index(drop=True)
    return rows.assign(small=rows["over"] < SMALL_DENOMINATOR, label=rows["weekday"] + " " + rows["hour"].map(clock))


def clock(hour: int) -> str:
    """9 → 09:00, the time at which the hour begins."""
    return f"{hour:02d}:00"


@cache
def _form(unit: str, small: bool) -> dict[str, Any]:
    number = FORMATS[unit]
    hours = alt.X(
        "hour:O",
        title=None,
        scale=alt.Scale(domain=list(range(24)), paddingInner=0.06),
        axis=alt.Axis(
            values=[0, 6, 12, 18],
            labelExpr="(datum.value < 10 ? '0' : '') + datum.value + ':00'",
            labelAngle=0,
            labelAlign="left",
            orient="top",
            domain=False,
            ticks=False,
        ),
    )
    days = alt.Y(
        "weekday:N",
        title=None,
        sort=None,
        scale=alt.Scale(domain=list(WEEKDAYS.values()), paddingInner=0.06),
        axis=alt.Axis(labelColor=INK),
    )
    strength = alt.Opacity(
        "value:Q",
        # A share may lie between 90 and 100 % throughout: from 0 on, its cells would all look alike.
        scale=alt.Scale(range=[_LEAST, 1], zero=unit != "share", nice=False),
        legend=alt.Legend(
            labelColor=MUTED,
            title=None,
            orient="bottom",
            format=".0%" if unit == "share" else number,
            symbolType="square",
            symbolStrokeWidth=0,
            symbolFillColor=BLUE,
            tickCount=4,
        ),
    )
    tip = [
        alt.Tooltip("label:N", title="From"),
        alt.Tooltip("value:Q", title="Value", format=number),
        alt.Tooltip("over:Q", title="Rests on", format=",d"),
    ]
    base = alt.Chart().encode(x=hours, y=days)
    layers = [base.mark_rect(color=BLUE).encode(opacity=strength, tooltip=tip)]
    if small:
        dot = base.transform_filter("datum.small")
        layers.append(dot.mark_point(filled=True, size=16, color=INK, stroke=PAPER, strokeWidth=1, opacity=1))
    return styled(alt.layer(*layers), 190)
