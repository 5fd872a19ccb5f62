"""Draws figures by hour of the week: heat maps, each with words for readers who do not see it, and one table of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.charts import trends
from dashboards.markup import Column
from serving.drawing import heat_map
from serving.drawing.charts import Chart
from serving.drawing.heat_map import WEEKDAYS, clock

HOURS_OF_A_WEEK = 168


@dataclass(frozen=True)
class Map:
    """One heat map: the column, its name, its unit, on how many a cell rests, and how a cell is written."""

    column: str
    name: str
    unit: str
    over: str
    write: Callable[[Any], str]


@dataclass(frozen=True)
class Week:
    """What a page draws of a week: charts with their names and words, figures without a chart, notes and tables."""

    charts: tuple[tuple[str, Chart, str], ...]
    unknown: tuple[str, ...]
    few: tuple[str, ...]
    note: str
    tables: str

    @property
    def pictures(self) -> dict[str, Chart]:
        """The charts by name, for the menu of downloads."""
        return {name: chart for name, chart, _ in self.charts}


def prepared(rows: pd.DataFrame, maps: Sequence[Map], over: str, noun: str) -> Week:
    """Make everything that a page draws of these hours, so that it can be kept. `over` counts `noun` in each hour.

    A figure that rests on few in every hour has no map: it would show chance alone. Nor has one that is not assessed.
    """
    cells = {each.name: heat_map.cells(rows, each.column, each.over) for each in maps}
    return Week(
        charts=tuple(
            (each.name, heat_map.heat_map(cells[each.name], each.unit), _words(cells[each.name], each))
            for each in maps
            if not cells[each.name]["small"].all()
        ),
        unknown=tuple(name for name, found in cells.items() if found.empty),
        few=tuple(name for name, found in cells.items() if not found.empty and found["small"].all()),
        note=small_text(rows, over, noun),
        tables="".join(_table(rows, each) for each in maps),
    )


def draw(week: Week) -> None:
    """Draw the maps, two to a row where there are several, and all figures as tables behind a line that opens."""
    if week.note:
        st.html(f"<p>{escape(week.note)}</p>")
    if week.unknown:
        st.html(f'<p><span class="none">Not assessed:</span> {escape("; ".join(week.unknown))}.</p>')
    if week.few:
        st.html(f"<p>Every hour of the week rests on too few for a chart of: {escape('; '.join(week.few))}.</p>")
    for start in range(0, len(week.charts), 2):
        pair = week.charts[start : start + 2]
        for place, (name, chart, words) in zip(st.columns(len(pair), gap="medium"), pair, strict=True):
            with place:
                st.html(f"<h3>{escape(name)}</h3>")
                trends.draw_chart(chart, words)
    st.html(markup.twin("These hours as a table", week.tables))


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


def _words(cells: pd.DataFrame, each: Map) -> str:
    most, least = cells.iloc[int(cells["value"].argmax())], cells.iloc[int(cells["value"].argmin())]
    return (
        f"{each.name} by weekday and hour of day: most from {most['label']} ({each.write(most['value'])}), least from "
        f"{least['label']} ({each.write(least['value'])}). The values are in the table below the charts."
    )


def _table(rows: pd.DataFrame, each: Map) -> str:
    values = {
        (int(day), int(hour)): value
        for day, hour, value in zip(rows["iso_weekday"], rows["hour_of_day"], rows[each.column], strict=True)
    }
    heads = [Column("From"), *(Column(name, numeric=True) for name in WEEKDAYS.values())]
    body = [
        [clock(hour), *(each.write(values[day, hour]) if (day, hour) in values else "none" for day in WEEKDAYS)]
        for hour in range(24)
    ]
    return markup.table(f"{each.name}, by hour of day and weekday", heads, body)
