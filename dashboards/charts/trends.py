"""Draws a chart in the house style, and says which months there are and what they are called."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from serving.drawing import charts
from serving.figures import Period

MONTHS_SHOWN = 36


def months_to(period: Period) -> tuple[date, date]:
    """Return the first and the last day to show: three years of months, up to the period's end."""
    first = pd.Timestamp(period.end).replace(day=1) - pd.DateOffset(months=MONTHS_SHOWN - 1)
    return first.date(), period.end


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
