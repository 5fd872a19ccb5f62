"""Draws an XmR chart small enough to stand beside others, as SVG. All that stand together share one scale."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from serving.drawing.chart_forms import FONT, INK, PAPER
from serving.drawing.font import holding_font
from serving.performance.forms import KINDS

_WIDTH, _HEIGHT, _TOP, _BOTTOM, _SIDE = 260.0, 104.0, 8.0, 8.0, 7.0
SIGNALS = ("improvement", "concern", "neutral")


# The colours of paper: of limits, of the line of months, and of each kind of signal.
_MUTED = "#5a6872"
_COLOURS = {kind: KINDS[kind][0] for kind in SIGNALS}


def scale_of(charts: Sequence[pd.DataFrame]) -> tuple[float, float]:
    """Return the lowest and the highest number drawn of rows of `xmr.points`, so that charts can share a scale."""
    columns = ["value", "centre", "lower", "upper"]
    values = [float(each) for chart in charts for name in columns for each in chart[name].dropna()]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 1, high + 1)


def months_of(charts: Sequence[pd.DataFrame]) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last month of the rows, so that charts can share them."""
    every = pd.concat([chart["month"] for chart in charts])
    return every.min(), every.max()


def svg(rows: pd.DataFrame, scale: tuple[float, float], months: tuple[pd.Timestamp, pd.Timestamp]) -> str:
    """Return the chart of `xmr.points` without words: whoever shows it names it. Signals have their own shapes."""
    low, high = scale
    first, last = months
    span = max((last - first).days, 1)

    def x(month: Any) -> float:
        return _SIDE + (_WIDTH - 2 * _SIDE) * float((month - first).days) / span

    def y(value: Any) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - float(value)) / (high - low)

    parts = []
    for _, part in rows.dropna(subset=["centre"]).groupby("baseline", sort=False):
        for column, dash in (("upper", "3 3"), ("lower", "3 3"), ("centre", "")):
            known = part.dropna(subset=[column])
            line = [(x(each.month), y(getattr(each, column))) for each in known.itertuples()]
            parts.append(_line(line, _MUTED, 1.0, dash))
    valued = rows.dropna(subset=["value"])
    for _, part in valued.groupby("stretch", sort=False):
        parts.append(_line([(x(each.month), y(each.value)) for each in part.itertuples()], INK, 1.5, ""))
    for each in valued.itertuples():
        at, kind = (x(each.month), y(each.value)), str(each.kind)
        if kind in SIGNALS:
            parts.append(_shape(kind, at, _COLOURS[kind]))
        elif kind == "open":
            parts.append(f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="2.2" '
                         f'style="fill:{PAPER};stroke:{_MUTED}"/>')  # fmt: skip
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def sheet(charts: Sequence[tuple[str, pd.DataFrame]], title: str, source: str) -> bytes:
    """Return small charts with their names on one sheet as SVG, three to a row, for a file."""
    rows = [chart for _, chart in charts]
    scale, months = scale_of(rows), months_of(rows)
    wide, high, head = _WIDTH + 24, _HEIGHT + 34, 52
    parts = [
        f'<text x="12" y="22" style="font-size:15px;font-weight:600">{escape(title)}</text>'
        f'<text x="12" y="41" style="font-size:12px">{escape(source)}</text>'
    ]
    for number, (name, chart) in enumerate(charts):
        left, top = 12 + number % 3 * wide, head + number // 3 * high
        inner = svg(chart, scale, months).replace("<svg ", f'<svg y="20" width="{_WIDTH:g}" height="{_HEIGHT:g}" ')
        parts.append(
            f'<g transform="translate({left:g} {top:g})">'
            f'<text y="12" style="font-size:12px;font-weight:600">{escape(name)}</text>{inner}</g>'
        )
    size = (3 * wide, head + (len(charts) + 2) // 3 * high)
    return holding_font(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]:g} {size[1]:g}" width="{size[0]:g}" '
        f'height="{size[1]:g}" style="font-family:{FONT};fill:{INK};'
        f'background:{PAPER}">{"".join(parts)}</svg>'
    )


def _line(points: Sequence[tuple[float, float]], colour: str, width: float, dash: str) -> str:
    if not points:
        return ""
    if len(points) == 1:  # a month without a neighbour is a dot
        left, top = points[0]
        return f'<circle cx="{left:.1f}" cy="{top:.1f}" r="1.6" style="fill:{colour}"/>'
    way = " ".join(f"{left:.1f},{top:.1f}" for left, top in points)
    dashed = f";stroke-dasharray:{dash}" if dash else ""
    return f'<polyline points="{way}" style="fill:none;stroke:{colour};stroke-width:{width}{dashed}"/>'


def _shape(kind: str, at: tuple[float, float], colour: str) -> str:
    left, top = at
    if kind == "neutral":
        return f'<rect x="{left - 3.4:.1f}" y="{top - 3.4:.1f}" width="6.8" height="6.8" style="fill:{colour}"/>'
    half = ((0, -4.6), (4.4, 3.4), (-4.4, 3.4)) if kind == "improvement" else ((0, -4.8), (4.8, 0), (0, 4.8), (-4.8, 0))
    corners = " ".join(f"{left + dx:.1f},{top + dy:.1f}" for dx, dy in half)
    return f'<polygon points="{corners}" style="fill:{colour}"/>'
