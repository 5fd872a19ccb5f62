"""Draws the marks of variation of Making Data Count (NHS England) in our own way: an icon, and a word beside it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

# The word beside the icon, the colour of the icon, and what the reading means.
READINGS = {
    "concern": ("Concern", "orange", "It moved more than chance allows, and in the worse direction."),
    "improvement": ("Improvement", "blue", "It moved more than chance allows, and in the better direction."),
    "neutral": ("Change", "purple", "It moved more than chance allows, and neither direction is better."),
    "common_cause": ("Chance alone", "muted", "It moves as chance alone moves it: nothing says that anything changed."),
    "not_judged": ("Not judged", "muted", "The chart has too few months that count, or none."),
}
# Points of the icon from the left: level ones waver about the middle, others rise or fall away from it.
_LEVEL, _HIGH, _LOW = (17, 13, 18, 12, 16), (20, 19, 17, 11, 8), (10, 11, 13, 19, 22)
# The shape that a signal has in the chart.
SHAPES = {"concern": "◆", "improvement": "▲", "neutral": "■", "common_cause": "●", "not_judged": "○"}


def word(row: Mapping[Any, Any]) -> str:
    """Return the word beside a month's icon; a signal's says on which side of the mean its value lies."""
    reading = str(row["reading"])
    name = READINGS[reading][0]
    if reading in ("common_cause", "not_judged"):
        return name
    return f"{name}, {'high' if row['value'] > row['centre'] else 'low'}"


def mark(row: Mapping[Any, Any]) -> str:
    """Make the icon of a month's reading and the word beside it."""
    reading = str(row["reading"])
    colour = f"var(--{READINGS[reading][1]})"
    if reading == "not_judged":
        inner = f'<path d="M10 15H20" style="stroke:{colour};stroke-width:2"/>'
    else:
        high = reading != "common_cause" and row["value"] > row["centre"]
        heights = _LEVEL if reading == "common_cause" else _HIGH if high else _LOW
        places = [(7 + 4 * number, height) for number, height in enumerate(heights)]
        way = " ".join(f"{x},{y}" for x, y in places)
        inner = f'<path d="M4 15H26" style="stroke:{colour};stroke-width:0.8"/>'
        inner += f'<polyline points="{way}" style="fill:none;stroke:{colour};stroke-width:1"/>'
        inner += "".join(f'<circle cx="{x}" cy="{y}" r="1.9" style="fill:{colour}"/>' for x, y in places)
    dash = ";stroke-dasharray:3 2" if reading == "not_judged" else ""
    return (
        f'<span class="mark {reading}"><svg viewBox="0 0 30 30" width="30" height="30" aria-hidden="true">'
        f'<circle cx="15" cy="15" r="13.6" style="fill:none;stroke:{colour};stroke-width:2{dash}"/>{inner}</svg>'
        f"<span>{escape(word(row))}</span></span>"
    )


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
