"""Draws the longest waits: the hours of the week and the days in which callers waited longest, and single calls."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.line.parts import seconds
from dashboards.markup import Column
from serving import wording
from serving.definitions import definitions, labels
from serving.drawing import charts
from serving.drawing.heat_map import WEEKDAYS, clock
from serving.figures import Period
from serving.published import Published
from serving.telephone import line

COLUMNS = ("calls_offered", "calls_abandoned", "p90_seconds_to_answer", "longest_seconds_to_answer")


def draw(published: Published, period: Period) -> Files | None:
    """Draw the hours of the week and the days with the longest waits."""
    st.html(
        markup.section(
            "The longest waits",
            "Waits of answered calls. Callers who gave up may have waited longer, and nobody knows how long they would "
            "have had to.",
        )
    )
    names = labels(cached(definitions, published), COLUMNS)
    _draw_hours(published, period, names)
    return _draw_days(published, period, names)


def _draw_hours(published: Published, period: Period, names: dict[str, str]) -> None:
    """Draw the hours of the week that rest on 20 answered calls or more: nine in ten of fewer say nothing."""
    rows = cached(line.hours, published, period)
    rows = rows.dropna(subset=["p90_seconds_to_answer"]) if not rows.empty else rows
    rows = rows[rows["calls_with_seconds_to_answer"] >= charts.SMALL_DENOMINATOR] if not rows.empty else rows
    if rows.empty:
        st.html("<p>No hour of the week has 20 answered calls whose wait is known.</p>")
        return
    first = rows.sort_values(["p90_seconds_to_answer", "iso_weekday", "hour_of_day"], ascending=[False, True, True])
    body = [
        [
            f"{WEEKDAYS[int(row['iso_weekday'])]}{wording.SPACE}{clock(int(row['hour_of_day']))}",
            *(_cell(column, row.get(column)) for column in COLUMNS),
        ]
        for row in first.head(line.LONGEST).to_dict("records")
    ]
    heads = [Column("From"), *(Column(name, numeric=True) for name in names.values())]
    caption = f"The {len(body)} hours of the week with the longest waits, of those with 20 answered calls or more"
    st.html(markup.table(caption, heads, body))


def _draw_days(published: Published, period: Period, names: dict[str, str]) -> Files | None:
    rows = cached(line.days, published, period)
    if rows.empty:
        st.html(f"<p>No wait of {escape(period.label)} is known.</p>")
        return None
    body = [
        [
            wording.day(row["offered_on"]).replace(" ", wording.SPACE),
            *(_cell(column, row[column]) for column in COLUMNS),
        ]
        for row in rows.to_dict("records")
    ]
    heads = [Column("Day"), *(Column(name, numeric=True) for name in names.values())]
    caption = f"The {len(body)} days on which an answered caller waited longest, {period.label}"
    st.html(markup.table(caption, heads, body) + '<p class="cite">Source: R(a)</p>')
    return Files("days", rows, f"longest-waits-{period.label}")


def draw_calls(published: Published, period: Period) -> Files | None:
    """Draw the single calls that waited longest behind a line that opens, where the file has them."""
    rows = cached(line.calls, published, period)
    if rows.empty:
        return None
    body = [
        [
            row["call_id"],
            wording.stamp(row["offered_at"]),
            seconds(row["seconds_to_answer"]),
            "yes" if row["led_to_report"] else "no",
        ]
        for row in rows.to_dict("records")
    ]
    heads = [Column("Call"), Column("Offered"), Column("Waited", numeric=True), Column("Led to a report")]
    caption = f"The {len(body)} answered calls that waited longest, {period.label}"
    st.html(markup.folded("The single calls that waited longest", markup.table(caption, heads, body)))
    return Files("calls", rows, f"longest-calls-{period.label}")


def _cell(column: str, value: object) -> str:
    return seconds(value) if column.endswith("_to_answer") else wording.count(value)
