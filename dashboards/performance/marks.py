"""Draws the marks of variation of Making Data Count (NHS England) in our own way: an icon, and a word beside it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dashboards import markup

# The word beside the icon, the colour of the icon on paper, and what the reading means.
READINGS = {
    "concern": ("Concern", "#b4531a", "It moved more than chance allows, and in the worse direction."),
    "improvement": ("Improvement", "#1f5a83", "It moved more than chance allows, and in the better direction."),
    "neutral": ("Change", "#6b4a8f", "It moved more than chance allows, and neither direction is better."),
    "common_cause": (
        "Chance alone",
        "#6d7a84",
        "It moves as chance alone moves it: nothing says that anything changed.",
    ),
    "not_judged": ("Not judged", "#6d7a84", "The chart has too few months that count, or none."),
}
# Heights of the points of the icon from the left: level ones waver about the middle, others rise or fall from it.
_LEVEL, _HIGH, _LOW = (17, 13, 18, 12, 16), (20, 19, 17, 11, 8), (10, 11, 13, 19, 22)
# The shape that a signal has in the chart.
SHAPES = {"concern": "◆", "improvement": "▲", "neutral": "■", "common_cause": "●", "not_judged": "○"}


def word(row: Mapping[Any, Any]) -> str:
    """Return the word beside a month's icon; a signal's says where it goes or on which side of the mean it lies."""
    reading = str(row["reading"])
    name = READINGS[reading][0]
    if reading in ("common_cause", "not_judged"):
        return name
    up, down = ("rising", "falling") if row["signal"] == "trend" else ("high", "low")
    return f"{name}, {up if row['is_high'] else down}"


def mark(row: Mapping[Any, Any]) -> str:
    """Make the icon of a month's reading and the word beside it."""
    reading = str(row["reading"])
    colour = READINGS[reading][1]
    if reading == "not_judged":
        inner = f'<path d="M10 15H20" style="stroke:{colour};stroke-width:2"/>'
    else:
        heights = _LEVEL if reading == "common_cause" else _HIGH if row["is_high"] else _LOW
        places = [(7 + 4 * number, height) for number, height in enumerate(heights)]
        way = " ".join(f"{x},{y}" for x, y in places)
        inner = f'<path d="M4 15H26" style="stroke:{colour};stroke-width:0.8"/>'
        inner += f'<polyline points="{way}" style="fill:none;stroke:{colour};stroke-width:1"/>'
        inner += "".join(f'<circle cx="{x}" cy="{y}" r="1.9" style="fill:{colour}"/>' for x, y in places)
    dash = ";stroke-dasharray:3 2" if reading == "not_judged" else ""
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30" width="30" height="30">'
        f'<circle cx="15" cy="15" r="13.6" style="fill:none;stroke:{colour};stroke-width:2{dash}"/>{inner}</svg>'
    )
    return f'<span class="mark {reading}">{markup.picture(drawing)}<span>{escape(word(row))}</span></span>'


def legend() -> str:
    """Make the line that says which shape of a chart's points means what."""
    parts = [
        f'<span><span class="mark {reading}" aria-hidden="true">{SHAPES[reading]}</span> {escape(name)}</span>'
        for reading, name in (
            ("common_cause", "Chance alone"), ("improvement", "Improvement"), ("concern", "Concern"),
            ("neutral", "Change, neither better nor worse"), ("not_judged", "Not judged"),
        )
    ]  # fmt: skip
    return f'<p class="legend">{"".join(parts)}</p>'
