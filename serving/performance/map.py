"""Draws the map of counties by their share: five classes from light to dark that are told apart in grey too."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap

import pandas as pd

from serving.drawing.chart_forms import FONT, INK, MUTED, PAPER
from serving.drawing.font import holding_font
from serving.performance.shapes import Shapes

# From the lowest class to the highest. Their lightness falls evenly, and each bears text in ink or in white.
FILLS = ("#eaf1f6", "#bdd3e3", "#8bb1cc", "#467a9f", "#184b70")
NO_SHARE = "#d5d9dc"
# A county whose shorter side is below this, on a sheet a thousand wide, is a tile beside the map.
_TOO_SMALL = 12.0
_MOST = len(FILLS)


@dataclass(frozen=True)
class Map:
    """A map as SVG, its classes from the lowest in words, the counties in each, and what is not on it.

    `without_share` have an outline and no share; `too_small` have an outline that nobody would see; `off` have none.
    """

    svg: str
    classes: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    without_share: tuple[str, ...]
    too_small: tuple[str, ...]
    off: tuple[str, ...]


def county_map(counties: pd.DataFrame, shapes: Shapes) -> Map | None:
    """Draw the counties of a measure and year of `county_comparison`, or nothing where no county has an outline.

    A county with fewer than 20 reports has a ring in its middle, and one outside of the funnel's limits its name.
    """
    rows = counties.assign(county_fips=counties["county_fips"].astype(str)).to_dict("records")
    drawn = [row for row in rows if row["county_fips"] in shapes.outlines]
    if not drawn:
        return None
    edges = class_edges(counties)
    class_of = {row["county_fips"]: _class(row["value"], edges) for row in rows}
    fill_of = fills(counties)
    # Marks lie over all counties, and names over all marks.
    parts, parts_over, names = [], [], []
    for row in drawn:
        outline, place = shapes.outlines[row["county_fips"]], class_of[row["county_fips"]]
        fill = fill_of[row["county_fips"]]
        parts.append(f'<path d="{outline.path}" style="fill:{fill};stroke:{PAPER};stroke-width:1.6"/>')
        x, y = outline.middle
        if place is None:
            parts.append(_cross(x, y))
        elif bool(row["has_small_denominator"]):
            ink = PAPER if is_dark(fill) else INK
            parts_over.append(f'<circle cx="{x:g}" cy="{y:g}" r="5" style="fill:none;stroke:{ink};stroke-width:1.6"/>')
        if not pd.isna(row["outside"]) and row["outside"] != "inside":
            parts_over.append(f'<path d="{outline.path}" style="fill:none;stroke:{INK};stroke-width:3.2"/>')
            style = f"font-family:{FONT};font-size:19px;font-weight:600;text-anchor:middle"
            name = escape(str(row["county_name"]))
            halo = f"paint-order:stroke;stroke:{PAPER};stroke-width:5;fill:{INK}"
            names.append(f'<text x="{x:g}" y="{y - 9:g}" style="{style};{halo}">{name}</text>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shapes.width} {shapes.height}">'
        f"{''.join([*parts, *parts_over, *names])}</svg>"
    )
    return Map(
        svg,
        class_names(edges),
        tuple(
            tuple(str(row["county_name"]) for row in rows if class_of[row["county_fips"]] == number)
            for number in range(len(edges) + 1)
        ),
        tuple(str(row["county_name"]) for row in drawn if class_of[row["county_fips"]] is None),
        tuple(
            str(row["county_name"])
            for row in drawn
            if shapes.outlines[row["county_fips"]].shorter_side < _TOO_SMALL * shapes.width / 1000
        ),
        tuple(str(row["county_name"]) for row in rows if row["county_fips"] not in shapes.outlines),
    )


def sheet(drawn: Map, shapes: Shapes, title: str, source: str) -> bytes:
    """Return the map with its title, its classes and its sources as SVG, for a file."""
    wide, top = shapes.width, 70
    inner = drawn.svg.replace("<svg ", f'<svg x="0" y="{top}" width="{wide}" height="{shapes.height}" ', 1)
    below = top + shapes.height + 16
    legend = "".join(
        f'<rect x="{12 + 190 * number}" y="{below}" width="18" height="18" '
        f'style="fill:{FILLS[_fill(number, len(drawn.classes))]};stroke:{MUTED}"/>'
        f'<text x="{36 + 190 * number}" y="{below + 15}" style="font-size:16px">{escape(name)}</text>'
        for number, name in enumerate(drawn.classes)
    )
    lines = wrap(shapes.source, wide // 7)
    sources = "".join(
        f'<text x="12" y="{below + 50 + 17 * number}" style="font-size:13px">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return holding_font(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {below + 49 + 17 * len(lines)}" '
        f'style="font-family:{FONT};fill:{INK};background:{PAPER}">'
        f'<text x="12" y="28" style="font-size:22px;font-weight:600">{escape(title)}</text>'
        f'<text x="12" y="54" style="font-size:16px">{escape(source)}</text>{inner}{legend}'
        f"{sources}</svg>"
    )


def fills(counties: pd.DataFrame) -> dict[str, str]:
    """Return the colour of each county by county_fips: that of its class, or of no share."""
    edges = class_edges(counties)
    classes = {
        str(county): _class(value, edges)
        for county, value in zip(counties["county_fips"], counties["value"], strict=True)
    }
    return {
        county: NO_SHARE if place is None else FILLS[_fill(place, len(edges) + 1)] for county, place in classes.items()
    }


def is_dark(fill: str) -> bool:
    """Whether a class's colour bears white marks and not those in ink."""
    return fill in FILLS[3:]


def class_edges(counties: pd.DataFrame) -> tuple[int, ...]:
    """Return in whole per cent the shares at which a class ends and the next begins: steps of one size.

    They span the counties with 20 reports and more, so that a county of one report does not stretch them. There is one
    class where no two of these differ.
    """
    firm = counties[~counties["has_small_denominator"].astype(bool)]["value"].dropna()
    shares = firm if not firm.empty else counties["value"].dropna()
    if shares.empty:
        return ()
    low, high = math.floor(100 * float(shares.min())), math.ceil(100 * float(shares.max()))
    step = math.ceil((high - low) / _MOST)
    return tuple(low + step * number for number in range(1, _MOST) if low + step * number < high) if step else ()


def class_names(edges: Sequence[int]) -> tuple[str, ...]:
    """Return the classes in words, from the lowest."""
    if not edges:
        return ("all shares",)
    between = [f"{low} to under {high} %" for low, high in pairwise(edges)]
    return (f"under {edges[0]} %", *between, f"{edges[-1]} % and over")


def swatch(number: int, classes: int) -> str:
    """Return a small square of a class's colour as SVG."""
    return _square(FILLS[_fill(number, classes)])


def swatch_without_share() -> str:
    """Return a small square of a county without a share as SVG."""
    return _square(NO_SHARE, _cross(8, 8))


def _square(fill: str, mark: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">'
        f'<rect x="0.5" y="0.5" width="15" height="15" style="fill:{fill};stroke:{MUTED}"/>{mark}</svg>'
    )


def _class(value: object, edges: Sequence[int]) -> int | None:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    # A share on an edge belongs to the class that begins there, whatever the last bit of its number.
    return sum(round(100 * float(str(value)), 9) >= edge for edge in edges)


def _fill(number: int, classes: int) -> int:
    """Spread fewer classes over all the colours, the lowest light and the highest dark."""
    return round(number * (_MOST - 1) / (classes - 1)) if classes > 1 else _MOST // 2


def _cross(x: float, y: float) -> str:
    return (
        f'<path d="M{x - 4:g} {y - 4:g}L{x + 4:g} {y + 4:g}M{x - 4:g} {y + 4:g}L{x + 4:g} {y - 4:g}" '
        f'style="fill:none;stroke:{MUTED};stroke-width:1.4"/>'
    )
