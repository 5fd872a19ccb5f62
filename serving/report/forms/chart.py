"""Draws the bars by month as SVG, with colours and a font that its reader gives."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from serving import wording
from serving.report.content import Chart

_WIDTH, _HEIGHT, _TOP, _BOTTOM, _SIDE = 620, 236, 14, 34, 6
# Bars are as wide in a year that has just begun.
_MONTHS = 12
# The number stands at the foot of a bar that is higher than this, and above one that is not.
_LABEL = 22


@dataclass(frozen=True)
class Look:
    """The colours of a chart in the words of CSS, and its font. The ink stands out from `fill`, also in grey."""

    ink: str
    accent: str
    muted: str
    fill: str
    font: str


def svg(chart: Chart, look: Look, *, titled: bool) -> str:
    """The chart. A bar begins at 0; a line across it is the month a year before, a hollow bar an unfinished month.

    With `titled`, its title and its description are in it, for readers that can't see it.
    """
    numbers = [each for bar in chart.bars for each in (bar.value, bar.before) if each is not None]
    most = max([*numbers, 1])
    step = (_WIDTH - 2 * _SIDE) / max(len(chart.bars), _MONTHS)
    wide = step * 0.6
    floor = _HEIGHT - _BOTTOM
    parts = [_line(_SIDE, _WIDTH - _SIDE, floor, look.ink, 1)]

    def height(number: int) -> float:
        return (floor - _TOP) * number / most

    for at, bar in enumerate(chart.bars):
        left = _SIDE + at * step + (step - wide) / 2
        middle = left + wide / 2
        year, _, month = bar.label.partition("-")
        parts.append(_text(middle, floor + 15, month, look.muted, look))
        if at == 0 or month == "01":
            parts.append(_text(middle, floor + 28, year, look.muted, look))
        if bar.value is not None:
            top = floor - height(bar.value)
            fill = look.fill if bar.is_whole else "none"
            parts.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{floor - top:.1f}" '
                f'style="fill:{fill};stroke:{look.accent};stroke-width:1.2"/>'
            )
            within = floor - top > _LABEL
            parts.append(_text(middle, floor - 6 if within else top - 5, wording.count(bar.value), look.ink, look))
        if bar.before is not None:
            y = floor - height(bar.before)
            parts.append(_line(left - 3, left + wide + 3, y, look.ink, 2))
    said = ""
    attributes = 'aria-hidden="true"'
    if titled:
        said = f'<title id="chart-title">{escape(chart.title)}</title>'
        said += f'<desc id="chart-desc">{escape(chart.description)}</desc>'
        attributes = 'role="img" aria-labelledby="chart-title chart-desc"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" {attributes}>'
        f"{said}{''.join(parts)}</svg>"
    )


def _line(x1: float, x2: float, y: float, colour: str, width: float) -> str:
    return f'<path d="M{x1:.1f} {y:.1f}H{x2:.1f}" style="stroke:{colour};stroke-width:{width}"/>'


def _text(x: float, y: float, text: str, colour: str, look: Look) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" style="fill:{colour};font-family:{look.font};font-size:11.5px;'
        f'text-anchor:middle">{escape(text)}</text>'
    )
