"""Draws counties as tiles of one size that lie as the state lies, so that small ones are seen too.

A tile has the colour of its county's class on the map, and says its name and its share.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd

from serving import wording
from serving.drawing.chart_forms import INK, PAPER
from serving.drawing.dark import either
from serving.performance.map import NO_SHARE, fills, is_dark
from serving.performance.tiles import Place, short_names

_NO_SHARE = "✕"
_FEW = "○"


def draw(rows: pd.DataFrame, places: Mapping[str, Place], words: str) -> str:
    """Make the tiles of the counties that have a place. `words` are for readers who do not see them.

    A ring marks fewer than 20 reports, a cross no share, and a double edge a county outside of the funnel's limits.
    """
    rows = rows.assign(county_fips=rows["county_fips"].astype(str))
    colours, short = fills(rows), short_names(rows["county_name"].astype(str))
    tiles = "".join(
        _tile(row, places[row["county_fips"]], colours[row["county_fips"]], short[str(row["county_name"])])
        for row in rows.to_dict("records")
        if row["county_fips"] in places
    )
    columns = 1 + max(column for column, _ in places.values())
    return (
        f'<div class="county-tiles" role="img" aria-label="{escape(words, quote=True)}">'
        f'<div style="grid-template-columns:repeat({columns},minmax(0,1fr))">{tiles}</div></div>'
    )


def _tile(row: Mapping[Hashable, Any], place: Place, fill: str, short: str) -> str:
    column, line = place
    name, value = str(row["county_name"]), row["value"]
    shared = not wording.is_missing(value)
    mark = f" {_FEW}" if shared and bool(row["has_small_denominator"]) else ""
    whole = f"{wording.percent(value)}{mark}" if shared else _NO_SHARE
    brief = f"{100 * float(value):.0f}{mark.strip()}" if shared else _NO_SHARE
    outside = not wording.is_missing(row["outside"]) and row["outside"] != "inside"
    ink = PAPER if fill != NO_SHARE and is_dark(fill) else INK
    return (
        f'<div class="county{" outside" if outside else ""}" style="grid-area:{line + 1}/{column + 1};'
        f'background:{either(fill)};color:{either(ink)}">'
        f'<span class="whole"><b>{escape(name)}</b><br>{whole}</span>'
        f'<span class="brief"><b>{escape(short)}</b><br>{brief}</span></div>'
    )
