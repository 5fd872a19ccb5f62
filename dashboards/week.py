"""Draws figures by hour of the week: heat maps, each with words for readers who do not see it, and one table of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.markup import Column
from dashboards.views import trends
from serving import heat_map
from serving.heat_map import WEEKDAYS, clock

HOURS_OF_A_WEEK = 168


@dataclass(frozen=True)
class Map:
    """One heat map: the column, its name, its unit, on how many a cell rests, and how a cell is written."""

    column: str
    name: str
    unit: str
    over: str
    write: Callable[[Any], str]


def draw(rows: pd.DataFrame, maps: list[Map]) -> None:
    """Draw the maps, two to a row where there are several, and all of them as tables behind a line that opens.

    A figure that rests on few in every hour has no map: it would show chance alone. Nor has one that is not assessed.
    """
    cells = {each.name: heat_map.cells(rows, each.column, each.over) for each in maps}
    drawn = [each for each in maps if not cells[each.name]["small"].all()]
    unknown = [name for name, found in cells.items() if found.empty]
    few = [name for name, found in cells.items() if not found.empty and found["small"].all()]
    if unknown:
        st.html(f'<p><span class="none">Not assessed:</span> {escape("; ".join(unknown))}.</p>')
    if few:
        st.html(f"<p>Every hour of the week rests on too few for a chart of: {escape('; '.join(few))}.</p>")
    for start in range(0, len(drawn), 2):
        pair = drawn[start : start + 2]
        for place, each in zip(st.columns(len(pair), gap="medium"), pair, strict=True):
            with place:
                st.html(f"<h3>{escape(each.name)}</h3>")
                trends.draw_chart(heat_map.heat_map(rows, each.column, each.unit, each.over), _words(rows, each))
    tables = "".join(_table(rows, each) for each in maps)
    st.html(markup.folded("These hours as tables" if len(maps) > 1 else "These hours as a table", tables))


def small_text(rows: pd.DataFrame, over: str, noun: str) -> str:
    """Say in how many hours of the week a figure rests on few, and how many hours have none; empty where none does."""
    small = int((rows[over] < 20).sum())
    none = HOURS_OF_A_WEEK - len(rows)
    parts = []
    if small:
        parts.append(
            f"In {small} of the {HOURS_OF_A_WEEK} hours of the week there are fewer than 20 {noun}, which a chart "
            "marks by a dot: differences between them may be chance alone."
        )
    if none:
        parts.append(f"{none} {'hour has' if none == 1 else 'hours have'} none, and no cell.")
    return " ".join(parts)


def _words(rows: pd.DataFrame, each: Map) -> str:
    cells = heat_map.cells(rows, each.column, each.over)
    ordered = cells.sort_values("value", ascending=False, kind="stable")
    most, least = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"{each.name} by weekday and hour of day: most from {most['label']} ({each.write(most['value'])}), least from "
        f"{least['label']} ({each.write(least['value'])}). The values are in the table below the charts."
    )


def _table(rows: pd.DataFrame, each: Map) -> str:
    values: Mapping[tuple[int, int], Any] = {
        (int(row["iso_weekday"]), int(row["hour_of_day"])): row[each.column] for row in rows.to_dict("records")
    }
    heads = [Column("From"), *(Column(name, numeric=True) for name in WEEKDAYS.values())]
    body = [
        [clock(hour), *(each.write(values[day, hour]) if (day, hour) in values else "none" for day in WEEKDAYS)]
        for hour in range(24)
    ]
    return markup.table(f"{each.name}, by hour of day and weekday", heads, body)
