"""Draws the counties where the state has outlines of them: a map and tiles, their classes, and what is not on the map.

A narrow screen has the tiles alone: on a map of its width nobody could read a name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.performance import county_tiles
from serving import wording
from serving.performance import counties
from serving.performance import map as maps
from serving.performance.map import Map, county_map
from serving.performance.shapes import Shapes, read_shapes
from serving.performance.tiles import Place, arranged
from serving.published import Published


def draw(
    published: Published, measure: str, year: str, title: str, outlines: Path | None
) -> Callable[[], bytes] | None:
    """Draw the counties by their share from the file of outlines, and return what makes the map as a file.

    There is nothing where the state has no outlines, or no county a share.
    """
    found = cached(_drawn, published, measure, year, title, outlines)
    if found is None:
        return None
    shapes, drawn, markup_of_all = found
    st.html(markup_of_all)
    source = f"{published.jurisdiction_name}, as of {wording.instant(published.as_of)}"
    return partial(maps.sheet, drawn, shapes, title, source)


def _drawn(
    published: Published, measure: str, year: str, title: str, file: Path | None
) -> tuple[Shapes, Map, str] | None:
    """Return the outlines, the map, and the markup of legend, map, tiles and notes, to be kept."""
    shapes, places = cached(_outlines, published, file)
    rows = counties.funnel(published, measure, year)
    drawn = county_map(rows, shapes) if shapes is not None and rows["value"].notna().any() else None
    if shapes is None or drawn is None:
        return None
    number = len(drawn.classes)
    swatches = [
        f"<span>{markup.picture(maps.swatch(each, number))} {escape(name)}</span>"
        for each, name in enumerate(drawn.classes)
    ]
    if drawn.without_share:
        swatches.append(f"<span>{markup.picture(maps.swatch_without_share())} no share</span>")
    words = spoken(drawn, title)
    return (
        shapes,
        drawn,
        (
            f'<p class="legend">{"".join(swatches)}</p>'
            f'<div class="map">{markup.picture(drawn.svg, f"Map of counties: {words}")}</div>'
            f"{county_tiles.draw(rows, places, f'Counties as tiles of one size: {words}')}"
            f'<p class="quiet">{escape(notes(drawn))}</p><p class="cite">Outlines: {escape(shapes.source)}.</p>'
        ),
    )


def _outlines(_published: Published, file: Path | None) -> tuple[Shapes | None, dict[str, Place]]:
    shapes = read_shapes(file)
    return shapes, arranged(shapes) if shapes is not None else {}


def spoken(drawn: Map, title: str) -> str:
    """Say for readers who do not see the counties which of them are in the highest and in the lowest class."""
    ends = [(drawn.classes[-1], drawn.members[-1])]
    if len(drawn.classes) > 1:
        ends.append((drawn.classes[0], drawn.members[0]))
    found = [f"{name[0].upper()}{name[1:]}: {', '.join(members)}." for name, members in ends if members]
    return f"{title}. {' '.join(found)} All counties are in the table below."


def notes(drawn: Map) -> str:
    """Say what tiles and marks are, and which counties are not to be seen on the map."""
    text = (
        "A tile lies about where its county lies, and its number is the share in per cent. A ring marks a share over "
        "fewer than 20 reports. An outlined county lies outside of the limits of the funnel."
    )
    if drawn.without_share:
        text += f" A cross marks a county without a share: {', '.join(drawn.without_share)}."
    shares = {name: group for group, members in zip(drawn.classes, drawn.members, strict=True) for name in members}
    if drawn.too_small:
        told = [f"{name} ({shares.get(name, 'no share')})" for name in drawn.too_small]
        text += f" Too small to see on the map: {', '.join(told)}."
    if drawn.off:
        told = [f"{name} ({shares.get(name, 'no share')})" for name in drawn.off]
        text += f" Not on the map: {', '.join(told)}."
    return text
