"""Draws the line's months, its hours of the week, and the calls of which something is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.charts import monthly, trends, week
from dashboards.downloads import Files
from dashboards.markup import Column
from serving import wording
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.figures import Period
from serving.published import Published
from serving.telephone import line

MONTHLY = ("calls_offered", "calls_abandoned", "p90_seconds_to_answer")
# By hour of the week: the unit of each figure, and the calls on which it rests.
WEEKLY = {
    "calls_offered": ("count", "calls_offered"),
    "share_calls_answered": ("share", "calls_offered"),
    "share_calls_abandoned": ("share", "calls_offered"),
    "median_seconds_to_answer": ("seconds", "calls_with_seconds_to_answer"),
}
OUTCOMES = (
    "calls_answered",
    "calls_abandoned",
    "calls_abandoned_short",
    "calls_voicemail",
    "calls_transferred",
    "calls_other",
    "calls_outcome_not_recorded",
)
UNKNOWN = ("calls_outcome_not_recorded", "calls_out_of_order", "calls_led_to_unknown_report")


def seconds(value: Any) -> str:
    """74.4 → 74 seconds; two minutes and more in minutes and seconds, and an hour and more in hours and minutes."""
    if wording.is_missing(value):
        return wording.NO_RATE
    number = round(float(value))
    if number < 120:
        return f"{number}{wording.SPACE}{'second' if number == 1 else 'seconds'}"
    if number >= 3600:
        return f"{number // 3600}{wording.SPACE}h {number % 3600 // 60}{wording.SPACE}min"
    return f"{number // 60}{wording.SPACE}min {number % 60}{wording.SPACE}s"


WRITTEN: dict[str, Callable[[Any], str]] = {"count": wording.count, "share": wording.percent, "seconds": seconds}


def draw_trend(published: Published, period: Period) -> Files:
    """Draw the calls offered, those given up and the 90th percentile of the wait by month, and one table of all."""
    months = cached(line.by_month, published, *trends.months_to(period))
    st.html(
        markup.section(
            "By month",
            monthly.HOW_TO_READ,
        )
    )
    drawn = cached(_months, published, period)
    monthly.draw(drawn)
    return Files("months", months, "calls-by-month", drawn.pictures)


def _months(published: Published, period: Period) -> monthly.Months:
    months = line.by_month(published, *trends.months_to(period))
    names = labels(definitions(published), (*MONTHLY, "calls_answered", "median_seconds_to_answer"))
    charted = {column: names[column] for column in MONTHLY}
    return monthly.prepared(months, charted, names, _written, "call")


def draw_week(published: Published, period: Period) -> Files | None:
    """Draw the calls offered, the shares answered and given up, and the median wait by hour of the week."""
    rows = cached(line.hours, published, period)
    st.html(
        markup.section(
            "By hour of the week",
            "By weekday and by the hour of the state's clock at which the call was offered. A cell of stronger "
            "colour has a larger value, and each chart has its own scale.",
        )
    )
    if rows.empty:
        st.html("<p>This publication holds no hours of calls: it was made by an earlier version.</p>")
        return None
    drawn = cached(_week, published, period)
    week.draw(drawn)
    metrics = cached(definitions, published)
    st.html(markup.definitions(definitions_of(metrics, WEEKLY), "How these are counted"))
    return Files("hours", rows, f"calls-by-hour-{period.label}", drawn.pictures)


def _week(published: Published, period: Period) -> week.Week:
    names = labels(definitions(published), WEEKLY)
    maps = [week.Map(column, names[column], unit, over, WRITTEN[unit]) for column, (unit, over) in WEEKLY.items()]
    return week.prepared(line.hours(published, period), maps, "calls_offered", "calls")


def draw_outcomes(published: Published, row: pd.Series) -> None:
    """Draw how every call ended, and beside it the calls of which something is not known."""
    left, right = st.columns(2, gap="large")
    with left:
        _draw_table(
            published,
            row,
            OUTCOMES,
            "How every call ended",
            "Each call has one outcome, and they add up to the calls offered.",
            "Calls by outcome",
            [*labels(cached(definitions, published), ["calls_offered"]).values(), wording.count(row["calls_offered"])],
        )
    with right:
        _draw_table(
            published,
            row,
            UNKNOWN,
            "What could not be assessed",
            "Such a call stays among the calls offered. Where its times contradict each other, no wait is known.",
            "Calls of which something is not known",
        )


def _draw_table(
    published: Published,
    row: pd.Series,
    columns: Sequence[str],
    title: str,
    text: str,
    caption: str,
    total: list[str] | None = None,
) -> None:
    metrics = cached(definitions, published)
    names = labels(metrics, columns)
    why = cached(delivery, published).why_not_assessed
    missing = dict.fromkeys(why(each) for each in columns if wording.is_missing(row[each]))
    st.html(
        markup.section(title, text)
        + markup.table(
            caption,
            [Column("Calls"), Column("Number", numeric=True)],
            [[names[each], wording.count(row[each])] for each in columns],
            total=total,
        )
        + "".join(f'<p class="quiet">{escape(said)}</p>' for said in missing)
        + markup.definitions(definitions_of(metrics, columns), "How these are counted")
    )


def _written(column: str, value: object) -> str:
    return (
        seconds(value)
        if "seconds_to_answer" in column and column != "calls_with_seconds_to_answer"
        else wording.count(value)
    )
