"""Draws small charts of monthly counts, each with a text for readers who do not see it, and one table for all."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from dashboards import markup
from serving import charts, wording
from serving.figures import Period

MONTHS_SHOWN = 36


def months_to(period: Period) -> tuple[date, date]:
    """Return the first and the last day to show: three years of months, up to the period's end."""
    first = pd.Timestamp(period.end).replace(day=1) - pd.DateOffset(months=MONTHS_SHOWN - 1)
    return first.date(), period.end


def draw_small_multiples(months: pd.DataFrame, columns: Mapping[str, str]) -> dict[str, charts.Chart]:
    """Draw one chart per count, three to a row, and then all counts as one table. Return the charts by their names."""
    names = list(columns)
    drawn = {}
    for start in range(0, len(names), 3):
        for place, column in zip(st.columns(3, gap="medium"), names[start : start + 3], strict=False):
            with place:
                st.html(f"<h3>{columns[column]}</h3>")
                if charts.count_points(months, column).empty:
                    st.html('<p class="quiet">Not assessed in any of these months.</p>')
                    continue
                drawn[columns[column]] = charts.count_trend(months, column)
                draw_chart(drawn[columns[column]], description(months, column, columns[column]))
    headings = [markup.Column("Month"), *(markup.Column(name, numeric=True) for name in columns.values())]
    rows = [
        [month_name(row), *(wording.count(row[column]) for column in names)]
        for row in months.iloc[::-1].to_dict("records")
    ]
    st.html(
        markup.folded(
            "These charts as a table", markup.table("Counts by month, newest first", headings, rows, tall=True)
        )
    )
    return drawn


def gap_text(months: pd.DataFrame, noun: str = "report") -> str:
    """Name the months between the first and the last of which no report was delivered; empty where there is none.

    `noun` is what is counted, if not reports.
    """
    shown = pd.PeriodIndex(pd.to_datetime(months["period_start"]), freq="M")
    if shown.empty:
        return ""
    missing = pd.period_range(shown.min(), shown.max(), freq="M").difference(shown)
    if missing.empty:
        return ""
    names = ", ".join(str(month) for month in missing)
    return f"No {noun} of {names} was delivered: the lines stop there, and nothing is counted as 0."


def draw_chart(chart: charts.Chart, words: str) -> None:
    """Draw the chart in the house style, as wide as there is room, with words for readers who do not see it."""
    st.vega_lite_chart(chart.rows, chart.form, width="stretch", theme=None, alt=words)


def month_name(row: Mapping[Hashable, object]) -> str:
    """Write the month's label, marked as not complete while the month runs or the deliveries don't reach its end."""
    covered = row.get("is_covered", row["is_complete"])
    return f"{row['period_label']}{'' if covered else ' (not complete)'}"


def description(months: pd.DataFrame, column: str, name: str) -> str:
    """Describe the chart in words: its extent, and its first and last month that ended."""
    rows = charts.count_points(months, column)
    ended = rows[rows["complete"]]
    if ended.empty:
        return f"{name} by month; no month has ended yet."
    first, last = ended.iloc[0], ended.iloc[-1]
    return (
        f"{name} by month from {first['label']} ({wording.count(first['value'])}) to {last['label']} "
        f"({wording.count(last['value'])}). The values are in the table below the charts."
    )
