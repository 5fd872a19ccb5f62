"""Draws the map of counties where the state has outlines of them, with its classes and what is not on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboards import markup
from serving import wording
from serving.performance import map as maps
from serving.performance.map import Map, county_map
from serving.performance.shapes import read_shapes
from serving.published import Published


def draw(published: Published, rows: pd.DataFrame, title: str, outlines: Path | None) -> Callable[[], bytes] | None:
    """Draw the counties by their share from the file of outlines, and return what makes the map as a file.

    There is nothing where the state has no outlines, or no county a share.
    """
    shapes = read_shapes(outlines)
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
    st.html(
        f'<p class="legend">{"".join(swatches)}</p>'
        f'<div class="map">{markup.picture(drawn.svg, spoken(drawn, title))}</div>'
        f'<p class="quiet">{escape(notes(drawn))}</p><p class="cite">Outlines: {escape(shapes.source)}.</p>'
    )
    source = f"{published.jurisdiction_name}, as of {wording.instant(published.as_of)}"
    return partial(maps.sheet, drawn, shapes, title, source)


def spoken(drawn: Map, title: str) -> str:
    """Say for readers who do not see the map which counties are in its highest and in its lowest class."""
    ends = [(drawn.classes[-1], drawn.members[-1])]
    if len(drawn.classes) > 1:
        ends.append((drawn.classes[0], drawn.members[0]))
    found = [f"{name[0].upper()}{name[1:]}: {', '.join(members)}." for name, members in ends if members]
    return f"Map of counties: {title}. {' '.join(found)} All counties are in the table below."


def notes(drawn: Map) -> str:
    """Say what the marks on the map are, and which counties are not to be seen on it."""
    text = (
        "A ring marks a share over fewer than 20 reports. An outlined county with its name lies outside of the limits "
        "of the funnel."
    )
    if drawn.without_share:
        text += f" A cross marks a county without a share: {', '.join(drawn.without_share)}."
    shares = {name: group for group, members in zip(drawn.classes, drawn.members, strict=True) for name in members}
    if drawn.too_small:
        told = [f"{name} ({shares.get(name, 'no share')})" for name in drawn.too_small]
        text += f" Too small to see: {', '.join(told)}."
    if drawn.off:
        told = [f"{name} ({shares.get(name, 'no share')})" for name in drawn.off]
        text += f" Not on the map: {', '.join(told)}."
    return text
