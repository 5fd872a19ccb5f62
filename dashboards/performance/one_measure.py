"""Draws one measure: its XmR chart with the changes of policy and practice and its months."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.charts import trends
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.performance import marks
from dashboards.performance.all_measures import told
from serving import wording
from serving.definitions import definitions
from serving.figures import Place
from serving.performance import series, words
from serving.performance.xmr import numbers_of_changes, xmr
from serving.published import Published

SIGNALS = {
    "outside": "outside of the limits",
    "trend": "one of seven that rise or fall",
    "two_of_three": "two of three far from the mean",
    "shift": "one of seven on one side",
}


def draw(published: Published, place: Place, measure: str) -> Files | None:
    """Draw the chart of the measure in the place, what is written on it, and its months."""
    row = newest(published, place, measure)
    unit, sentence = str(row["unit"]), told(published, row)
    metric = cached(definitions, published)[measure]
    months = cached(series.months, published, place, measure)
    where = str(months["geography_name"].iloc[0])
    known = months["value"].notna().any()
    st.html(
        markup.section(f"{metric.label}: {where}", sentence)
        + (f"<p>{escape(how_to_read(months, unit))}</p>" if known else "")
        + (f"<p>{escape(gap)}</p>" if (gap := trends.gap_text(months)) else "")
        + markup.definitions((metric,))
    )
    if not known:
        return None
    chart = xmr(months, unit)
    st.html(marks.legend())
    trends.draw_chart(
        chart, f"{metric.label}, {where}, by month. {sentence} The months are in the table below the chart."
    )
    changes = changes_of(months)
    if changes:
        st.html("<h3>Changes of policy and practice</h3>" + markup.sentences(changes))
    st.html(markup.twin("This chart as a table", _table(months, metric.label, unit)))
    name = f"trend-{metric.metric_id}-{months['geography_id'].iloc[0]}"
    return Files("months", months, name, {metric.label: chart}, where)


def newest(published: Published, place: Place, measure: str) -> dict[Hashable, Any]:
    """Return the row of the newest judged month of a measure in a place."""
    rows = cached(series.newest_by_measure, published, place)
    return rows[rows["measure"] == measure].iloc[0].to_dict()


def how_to_read(months: pd.DataFrame, unit: str) -> str:
    """Say what the mean and the limits rest on, and which months are open."""
    newest = months.iloc[-1]
    text = ""
    if not wording.is_missing(newest["centre"]):
        points_of = int(newest["baseline_points"])
        text = f"The mean of {points_of:,} months is {wording.measure(newest['centre'], unit)}"
        if not wording.is_missing(newest["average_moving_range"]):
            low, high = (wording.measure(each, unit) for each in words.limits({**newest.to_dict(), "unit": unit}))
            text += f", and chance alone moves a month between {low} and {high}"
        text += ", from " + wording.month(newest["baseline_start"]) + " on. "
        if bool(newest["is_provisional"]):
            text += f"Under {series.POINTS_NEEDED} months count, so these limits are provisional and judge no month. "
    return (
        f"{text}An open point counts for no limit: the month has not ended or is not delivered to its end, waits for "
        "findings, or has provisional limits. The line stops where a month has no value. The scale may begin above 0."
    )


def changes_of(months: pd.DataFrame) -> list[str]:
    """Write the numbered changes on the chart with their law, and where the limits start anew, as markup."""
    numbers = numbers_of_changes(months)
    restarts = months.dropna(subset=["restarted_on"]).drop_duplicates("baseline_start")
    first = months["period_start"].min()
    lines = [
        f"<b>{row['number']}</b> in {wording.month(row['period_start'])}: {escape(str(row['annotation']))}"
        for row in months.assign(number=numbers)[numbers != ""].to_dict("records")
    ]
    for row in restarts.to_dict("records"):
        begun = f"The limits start anew in {wording.month(row['baseline_start'])}, after the change of"
        # A change before the first month restarts nothing that is drawn.
        begun = "All months that are drawn lie after the change of" if row["baseline_start"] == first else begun
        lines.append(
            f"{begun} {wording.day(row['restarted_on'])}: {escape(str(row['restart_reason']))} "
            f"({escape(str(row['restart_citation']))})"
        )
    return lines


def _table(months: pd.DataFrame, label: str, unit: str) -> str:
    heads = [Column("Month"), *(Column(name, numeric=True) for name in ("Value", "Of reports", "Mean", "Limits"))]
    heads += [Column("Reading"), Column("Signal"), Column("Note")]
    body = [
        [
            trends.month_name(row),
            wording.NOT_ASSESSED if wording.is_missing(row["value"]) and wording.is_missing(row["denominator"])
            else wording.measure(row["value"], unit),
            wording.plain(row["denominator"]),
            wording.measure(row["centre"], unit),
            _limits(row, unit),
            marks.READINGS[str(row["reading"])][0],
            SIGNALS.get(str(row["signal"]), ""),
            _note(row),
        ]
        for row in months.iloc[::-1].to_dict("records")
    ]  # fmt: skip
    return markup.table(f"{label} by month, newest first", heads, body, tall=True)


def _limits(row: dict[object, object], unit: str) -> str:
    if wording.is_missing(row["lower_limit"]):
        return wording.NO_RATE
    low, high = words.limits({**row, "unit": unit})
    return f"{wording.measure(low, unit)} to {wording.measure(high, unit)}"


def _note(row: dict[object, object]) -> str:
    notes = []
    if row["is_mature"] is not None and not wording.is_missing(row["is_mature"]) and not row["is_mature"]:
        notes.append("waits for findings")
    if not wording.is_missing(row["has_small_denominator"]) and row["has_small_denominator"]:
        notes.append("fewer than 20 reports")
    return "; ".join(notes)
