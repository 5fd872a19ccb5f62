"""Makes the forms of XmR charts and funnels, which `xmr.py` and `funnel.py` fill with rows.

A reading has its own shape beside its own colour, so that it is told without hue.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import altair as alt

from serving.drawing.chart_forms import INK, MUTED, PAPER, styled

# Colour, shape and size of a point by what the chart says of it, in the order in which they are drawn.
KINDS: dict[str, tuple[str, str, int]] = {
    "common_cause": ("#6d7a84", "circle", 34),
    "improvement": ("#1f5a83", "triangle-up", 110),
    "concern": ("#b4531a", "diamond", 110),
    "neutral": ("#6b4a8f", "square", 80),
}
_LIMIT_DASH = [5, 4]


def number_format(unit: str) -> str:
    """Return how the axis and the tips write a value of a unit."""
    return {"share": ".1%", "hours": ",.1f", "per_100_reports": ",.1f", "days": ",.1f"}.get(unit, ",.0f")


@cache
def xmr_form(unit: str, kinds: frozenset[str], changes: bool, limits: bool) -> dict[str, Any]:
    """Return the form of an XmR chart.

    `kinds`: which kinds of points there are; `changes`: some month has a change of policy or practice; `limits`: some
    month has a mean and limits.
    """
    number = number_format(unit)
    x = alt.X(
        "month:T",
        title=None,
        axis=alt.Axis(format="%b %Y", tickCount=6, labelOverlap=True, labelFlush=True),
        scale=alt.Scale(nice=False),
    )
    axis = alt.Axis(format=".0%" if unit == "share" else ",.6~g", tickCount=5)
    scale = alt.Scale(zero=False, nice=True)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=scale)

    base = alt.Chart().encode(x=x)
    layers = []
    if changes:
        changed = base.transform_filter("datum.change != ''")
        layers.append(changed.mark_rule(color=MUTED, strokeWidth=1, strokeDash=[2, 3]))
        at_top = changed.mark_text(color=INK, fontSize=12, fontWeight=600, dy=-8, baseline="bottom")
        layers.append(at_top.encode(text="change:N", y=alt.value(0)))
    if limits:
        steps = base.encode(detail=alt.Detail("baseline:N"))
        for field, dash in (("upper", _LIMIT_DASH), ("lower", _LIMIT_DASH), ("centre", [1, 0])):
            drawn = steps.transform_filter(f"isValid(datum.{field})")
            layers.append(drawn.mark_line(color=MUTED, strokeWidth=1.2, strokeDash=dash).encode(y=y(field)))
    valued = base.encode(y=y("value"))
    if kinds - {"none"}:
        line = valued.transform_filter("isValid(datum.value)").encode(detail=alt.Detail("stretch:N"))
        layers.append(line.mark_line(color="#9aa5ad", strokeWidth=1.4))
    if "open" in kinds:
        hollow = valued.transform_filter("datum.kind == 'open'")
        layers.append(hollow.mark_point(color="#6d7a84", fill=PAPER, size=34, opacity=1, strokeWidth=1.4))
    for kind, (colour, shape, size) in KINDS.items():
        if kind in kinds:
            of_kind = valued.transform_filter(f"datum.kind == '{kind}'")
            layers.append(of_kind.mark_point(filled=True, color=colour, shape=shape, size=size, opacity=1))
    tip = [
        alt.Tooltip("label:N", title="Month"),
        alt.Tooltip("value:Q", title="Value", format=number),
        alt.Tooltip("centre:Q", title="Mean", format=number),
        alt.Tooltip("lower:Q", title="Lower limit", format=number),
        alt.Tooltip("upper:Q", title="Upper limit", format=number),
        alt.Tooltip("reading:N", title="Reading"),
    ]
    pointed = valued.transform_filter("isValid(datum.value)")
    layers.append(pointed.mark_point(size=200, opacity=0).encode(tooltip=tip))
    return styled(alt.layer(*layers), 300, top=22 if changes else 8)


@cache
def funnel_form(places: frozenset[str], sides: frozenset[str]) -> dict[str, Any]:
    """Return the form of a funnel.

    `places` are those of its counties, inside or beyond a limit; `sides` are those of the points that bear their names.
    """
    x = alt.X(
        "denominator:Q",
        title="Reports that the share is taken of",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(
            format=",d", tickCount=5, grid=False, labelFlush=True, titleFontWeight="normal", titleColor=MUTED
        ),
    )
    axis = alt.Axis(format=".0%", tickCount=5)
    scale = alt.Scale(zero=False, nice=True)

    def y(field: str) -> Any:
        return alt.Y(f"{field}:Q", title=None, axis=axis, scale=scale)

    base = alt.Chart().encode(x=x)
    layers = [base.mark_line(color=MUTED, strokeWidth=1.2).encode(y=y("centre"))]
    for field, dash in (("upper_95", [5, 4]), ("lower_95", [5, 4]), ("upper_998", [1, 0]), ("lower_998", [1, 0])):
        limit = base.transform_filter(f"isValid(datum.{field})")
        colour = "#9aa5ad"
        layers.append(limit.mark_line(color=colour, strokeWidth=1.2, strokeDash=dash).encode(y=y(field)))
    shares = base.encode(y=y("value"))
    if "inside" in places:
        inside = shares.transform_filter("datum.place == 'inside'")
        layers.append(inside.mark_point(filled=True, color="#6d7a84", size=34, opacity=0.9))
    for place, fill in (("beyond_95", PAPER), ("beyond_998", "#1d2b36")):
        if place in places:
            beyond = shares.transform_filter(f"datum.place == '{place}'")
            layers.append(beyond.mark_point(color=INK, fill=fill, shape="diamond", size=90, opacity=1, strokeWidth=1.6))
    for side, align, away in (("left", "right", -9), ("right", "left", 9)):
        if side in sides:
            named = shares.transform_filter(f"datum.side == '{side}'")
            for halo in ({"color": PAPER, "stroke": PAPER, "strokeWidth": 4}, {"color": INK}):
                text = named.mark_text(fontSize=12, align=align, dx=away, **halo)
                layers.append(text.encode(text="county:N"))
    tip = [
        alt.Tooltip("county:N", title="County"),
        alt.Tooltip("value:Q", title="Share", format=".1%"),
        alt.Tooltip("denominator:Q", title="Reports", format=",d"),
        alt.Tooltip("centre:Q", title="State", format=".1%"),
    ]
    layers.append(shares.mark_point(size=200, opacity=0).encode(tooltip=tip))
    return styled(alt.layer(*layers), 340)
