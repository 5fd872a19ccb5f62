"""Draws figures by month from charts that are made once for a publication, so that a page only shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.charts import trends
from dashboards.markup import Column
from serving.drawing import charts

_TO_A_ROW = 3
HOW_TO_READ = (
    "Each chart begins at 0 and has its own scale. A dashed line to an open point shows a month that is not complete. "
    "Counts that stay below 20 are bars, of which a hollow one is not complete."
)


@dataclass(frozen=True)
class Months:
    """What a page draws of some months: each chart with its name and its words, a gap in words, and the table of all.

    A figure that is not assessed in any month has no chart, nor has one that is 0 in every month: its words say so.
    """

    drawn: tuple[tuple[str, charts.Chart | None, str], ...]
    gap: str
    table: str

    @property
    def pictures(self) -> dict[str, charts.Chart]:
        """The charts by name, for the menu of downloads."""
        return {name: chart for name, chart, _ in self.drawn if chart is not None}


def prepared(
    months: pd.DataFrame,
    charted: Mapping[str, str],
    tabled: Mapping[str, str],
    write: Callable[[str, Any], str],
    noun: str,
) -> Months:
    """Make the charts of some columns and the table of others, both by column and name, as values that can be kept.

    `noun` names one of what is counted: a report or a call.
    """
    drawn: list[tuple[str, charts.Chart | None, str]] = []
    for column, name in charted.items():
        chart = charts.count_trend(months, column)
        if chart.rows.empty:
            drawn.append((name, None, "Not assessed in any of these months."))
        elif not chart.rows["value"].any():
            every = len(chart.rows) == len(months)
            drawn.append((name, None, f"0 in every month{'' if every else ' in which it was assessed'}."))
        else:
            drawn.append((name, chart, _described(chart.rows, name, partial(write, column))))
    heads = [Column("Month"), *(Column(name, numeric=True) for name in tabled.values())]
    body = [
        [trends.month_name(row), *(write(column, row[column]) for column in tabled)]
        for row in months.iloc[::-1].to_dict("records")
    ]
    table = markup.table(f"{noun.capitalize()}s by month, newest first", heads, body, tall=True)
    return Months(tuple(drawn), trends.gap_text(months, noun), table)


def draw(months: Months) -> None:
    """Draw the charts, three to a row, and the table behind a line that opens."""
    if months.gap:
        st.html(f"<p>{escape(months.gap)}</p>")
    for start in range(0, len(months.drawn), _TO_A_ROW):
        row = months.drawn[start : start + _TO_A_ROW]
        for place, (name, chart, words) in zip(st.columns(_TO_A_ROW, gap="medium"), row, strict=False):
            with place:
                st.html(f"<h3>{escape(name)}</h3>")
                if chart is None:
                    st.html(f'<p class="quiet">{escape(words)}</p>')
                else:
                    trends.draw_chart(chart, words)
    st.html(markup.twin("These charts as a table", months.table))


def _described(rows: pd.DataFrame, name: str, write: Callable[[Any], str]) -> str:
    """Describe a chart for readers who do not see it: its extent, and its first and last month that is complete."""
    ended = rows[rows["complete"]]
    if ended.empty:
        return f"{name} by month; no month is complete yet. The values are in the table below the charts."
    first, last = ended.iloc[0], ended.iloc[-1]
    return (
        f"{name} by month from {first['label']} ({write(first['value'])}) to {last['label']} "
        f"({write(last['value'])}). The values are in the table below the charts."
    )
