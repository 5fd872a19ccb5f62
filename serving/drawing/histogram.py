"""Draws how long something took as bars on a scale that widens: an hour at the start has as much room as days later.

A bar stands on the published bins that it adds up, so its edges are exact.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from serving.drawing.chart_forms import BLUE, styled
from serving.drawing.charts import Chart

# The first published bin is under a minute. It begins here, because such a scale has no 0.
SHORTEST = 1 / 76
TICKS = {1: "1 h", 6: "6 h", 24: "1 day", 72: "3 days", 240: "10 days", 720: "30 days"}


def histogram(frame: pd.DataFrame) -> Chart:
    """Draw one bar per row: its hours from `hours_from` to `hours_to`, and its `reports`."""
    rows = pd.DataFrame(
        {
            "start": frame["hours_from"].astype("float64").clip(lower=SHORTEST),
            "end": frame["hours_to"].astype("float64"),
            "reports": frame["reports"].astype("int64"),
        }
    )
    return Chart(form(), rows)


@cache
def form() -> dict[str, Any]:
    """Return the form of a histogram of hours, whose scale is logarithmic."""
    names = " : ".join(f"datum.value == {hours} ? '{name}'" for hours, name in TICKS.items())
    x = alt.X(
        "start:Q",
        title=None,
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(values=list(TICKS), labelExpr=f"{names} : ''", labelOverlap=True),
    )
    y = alt.Y("reports:Q", title=None, axis=alt.Axis(format=",d", tickCount=3, tickMinStep=1), stack=None)
    tip = [
        alt.Tooltip("start:Q", title="Hours from", format=",.1f"),
        alt.Tooltip("end:Q", title="Hours to", format=",.1f"),
        alt.Tooltip("reports:Q", title="Reports", format=",d"),
    ]
    bar = alt.Chart().mark_bar(color=BLUE, binSpacing=1).encode(x=x, x2="end:Q", y=y, y2=alt.datum(0), tooltip=tip)
    return styled(alt.layer(bar), 170)
