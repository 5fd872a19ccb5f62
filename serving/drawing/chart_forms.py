"""Makes the forms of the charts: Vega-Lite specifications without data, which `charts.py` fills with rows.

Altair makes each form once per process: building and validating a form takes far longer than drawing it, and a page
holds several. Encodings survive greyscale and colour blindness: lines differ in dash and point, not only in hue. No
layer is empty, because assistive technology would announce it. Nothing is fetched from outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt

INK, MUTED, FAINT, PAPER = "#1d2b36", "#5a6872", "#dfe3e6", "#ffffff"
BLUE = "#1f5a83"
# Quoted, because a name with a digit is none in CSS without quotes, and the whole list would be passed over.
FONT = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', Helvetica, Arial, sans-serif"
# The name by which a form calls its rows, which Altair gives to data that it does not have.
ROWS = "empty"
END_LABEL = {"align": "right", "dx": 3, "dy": -15, "fontSize": 13, "fontWeight": 600}


@cache
def count_trend_form(ended: bool, running: bool, lone: bool) -> dict[str, Any]:
    """Return the form of monthly counts from 0.

    `ended`: some month has ended; `running`: some month has not; `lone`: some month has no neighbour.
    """
    y = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(format=",d", tickCount=3, tickMinStep=1),
        scale=alt.Scale(zero=True, nice=True),
    )
    tip = [
        alt.Tooltip("label:N", title="Month"),
        alt.Tooltip("value:Q", title="Count", format=",d"),
        alt.Tooltip("complete:N", title="Month has ended"),
    ]
    base = alt.Chart().encode(x=_month(), y=y)
    return styled(alt.layer(*_line(base, tip, ended, running, lone, ",d")), 150)


@cache
def count_bars_form(ended: bool) -> dict[str, Any]:
    """Return the form of small monthly counts as bars from 0. `ended`: some month has ended."""
    axis = alt.Axis(format="%b %Y", tickCount=4, labelOverlap=True, labelFlush=True)
    tip = [
        alt.Tooltip("label:N", title="Month"),
        alt.Tooltip("value:Q", title="Count", format=",d"),
        alt.Tooltip("complete:N", title="Month has ended"),
    ]
    base = alt.Chart().encode(
        x=alt.X("yearmonth(month):T", title=None, axis=axis),
        y=alt.Y(
            "value:Q",
            title=None,
            axis=alt.Axis(format=",d", tickCount=3, tickMinStep=1),
            scale=alt.Scale(zero=True, nice=True),
        ),
    )
    fill = alt.condition("datum.complete", alt.value(BLUE), alt.value(PAPER))
    layers = [base.mark_bar(stroke=BLUE, strokeWidth=1).encode(fill=fill, tooltip=tip)]
    if ended:
        number = base.transform_filter("datum.last").mark_text(color=INK, dy=-8, fontSize=13, fontWeight=600)
        layers.append(number.encode(text=alt.Text("value:Q", format=",d")))
    return styled(alt.layer(*layers), 150)


@cache
def rate_trend_form(
    ended: bool, running: bool, lone: bool, small: bool, lowest: float, last: bool = True
) -> dict[str, Any]:
    """Return the form of monthly rates and their intervals, on an axis from `lowest` to 1.

    `ended`: some month has ended; `running`: some month has not; `lone`: some month has no neighbour; `small`: some
    month has a small denominator; `last`: the last month that ended is shown with its value.
    """
    # Leave room above 100 % for the label, so that charts side by side have their lines at the same height.
    scale = alt.Scale(domain=[lowest, 1 + (1 - lowest) / 8], zero=False, nice=False)
    step = 5 if lowest >= 0.8 else 10 if lowest >= 0.5 else 20
    ticks = [tick / 100 for tick in range(100, round(100 * lowest) - 1, -step)]
    y = alt.Y("value:Q", title=None, axis=alt.Axis(format=".0%", values=ticks), scale=scale)
    base = alt.Chart().encode(x=_month(), y=y)
    low = alt.Y("lower:Q", scale=scale, title=None)
    band = base.mark_area(color=BLUE, opacity=0.16, clip=True).encode(
        y=low, y2=alt.Y2("upper:Q"), detail=alt.Detail("stretch:N")
    )
    points = []
    if small:
        open_point = base.transform_filter("datum.small")
        points.append(open_point.mark_point(color=BLUE, fill=PAPER, size=36, opacity=1, strokeWidth=1.5))
    layers = [band, *_line(base, _rate_tip("label:N", "Month due"), ended, running, lone, ".1%", points, last)]
    return styled(alt.layer(*layers), 190)


@cache
def rate_list_form(lowest: float, places: int) -> dict[str, Any]:
    """Return the form of rates on their intervals: one line per place, in the order of the rows."""
    scale = alt.Scale(domain=[lowest, 1], zero=False)
    axis = alt.Axis(format=".0%", tickCount=5, grid=True, orient="top")
    y = alt.Y("place:N", title=None, sort=None, axis=alt.Axis(labelLimit=190, labelColor=INK, labelPadding=10))
    base = alt.Chart().encode(y=y)
    rule = base.mark_rule(color=BLUE, strokeWidth=2, opacity=0.45, clip=True).encode(
        x=alt.X("lower:Q", title=None, axis=axis, scale=scale), x2="upper:Q"
    )
    fill = alt.condition("datum.small", alt.value(PAPER), alt.value(BLUE))
    dot = base.mark_point(stroke=BLUE, strokeWidth=1.8, size=62, opacity=1).encode(
        x=alt.X("value:Q", axis=axis, scale=scale), fill=fill, tooltip=_rate_tip("place:N", "Place")
    )
    return styled(alt.layer(rule, dot), max(90, 24 * places + 30))


def _month() -> Any:
    axis = alt.Axis(format="%b %Y", tickCount=4, labelOverlap=True, labelFlush=True)
    return alt.X("month:T", title=None, axis=axis, scale=alt.Scale(nice=False))


def _rate_tip(field: str, title: str) -> list[Any]:
    return [
        alt.Tooltip(field, title=title),
        alt.Tooltip("value:Q", title="Rate", format=".1%"),
        alt.Tooltip("lower:Q", title="95 % interval from", format=".1%"),
        alt.Tooltip("upper:Q", title="95 % interval to", format=".1%"),
        alt.Tooltip("judged:Q", title="Reports judged", format=",d"),
    ]


def _line(
    base: Any,
    tip: list[Any],
    ended: bool,
    running: bool,
    lone: bool,
    number: str,
    points: Sequence[Any] = (),
    last: bool = True,
) -> list[Any]:
    """Layers of a line: solid through the months that have ended, dashed to the running month.

    The line stops at a missing month, and a month between two such is a point. The last month that ended shows its
    value if `last`. `points` are further marks on the line; the value stands above them all.
    """
    layers = []
    line = base.encode(detail=alt.Detail("stretch:N"))
    if ended:
        layers.append(line.transform_filter("datum.complete").mark_line(color=BLUE, strokeWidth=2))
    if lone:
        layers.append(base.transform_filter("datum.lone").mark_point(filled=True, color=BLUE, size=20, opacity=1))
    if running:
        tail, after = line.transform_filter("datum.tail"), base.transform_filter("!datum.complete")
        layers.append(tail.mark_line(color=BLUE, strokeWidth=1.6, strokeDash=[4, 4]))
        layers.append(after.mark_point(color=BLUE, fill=PAPER, size=44, opacity=1, strokeWidth=1.8))
    layers.extend(points)
    if ended and last:
        newest, text = base.transform_filter("datum.last"), alt.Text("value:Q", format=number)
        layers.append(newest.mark_point(filled=True, color=BLUE, size=42, opacity=1))
        # White under the label keeps it readable where it crosses the line or a point.
        layers.append(newest.mark_text(**END_LABEL, color=PAPER, stroke=PAPER, strokeWidth=5).encode(text=text))
        layers.append(newest.mark_text(**END_LABEL, color=INK).encode(text=text))
    # A wide invisible mark makes each month easy to point at.
    layers.append(base.mark_point(size=260, opacity=0).encode(tooltip=tip))
    return layers


def styled(chart: Any, height: int, top: int = 4) -> dict[str, Any]:
    """Return the chart as a specification in the house style: no frame, faint lines, quiet labels, the page's ground.

    Each of its colours is in `dark.DARK`, by which a page in the dark shows another in its place.
    `top` is the room above the chart for what stands over it.
    """
    quiet = {"labelColor": MUTED, "labelFontSize": 12, "labelPadding": 4, "gridColor": FAINT}
    lines = {"domainColor": "#aab3ba", "tickColor": "#aab3ba"}
    form: dict[str, Any] = chart.to_dict(validate=False)
    # Altair's own way of setting these copies the whole chart at each step, which took half of a form's time.
    form |= {"height": height, "width": "container", "background": "transparent", "padding": {"top": top, "bottom": 2}}
    form["config"] |= {
        "font": FONT,
        "view": {**form["config"]["view"], "stroke": None},
        "axis": {**quiet, **lines},
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"grid": False},
    }
    return form
