"""Explains one number: what it is, how it is counted, in SQL, before, by its parts, and under which law."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.markup import Column, Link
from dashboards.views.definitions_parts import GOOD
from serving import explain, wording
from serving.delivery import delivery
from serving.explaining.figure import Figure, figure
from serving.published import Published


def draw(published: Published, name: str, chosen: frame.Choice | None) -> None:
    """Draw the figure in the place and period of the filters; without any, what it means alone."""
    metric = cached(explain.subject, published, name)
    if chosen is None:
        st.html(
            markup.heading(
                "Explain a figure", f"{metric['label']}: no figures yet", "No extract has landed that has one."
            )
            + f'<p class="lead">{escape(metric["definition"])}</p>'
        )
        _draw_law(metric)
        return
    found = cached(figure, published, name, chosen.period, chosen.place)
    rows = found.periods
    now = next((row for row in rows if row["period_start"] == chosen.period.start), None)
    so_far = "" if chosen.period.is_covered else " so far"
    st.html(
        markup.heading(
            f"Explain a figure: {chosen.place.name}, {chosen.period.label}{so_far}",
            f"{metric['label']}: {_value(published, metric, now)}",
            frame.extent(published, chosen.period),
        )
        + f'<p class="lead">{escape(metric["definition"])}</p>'
        + _why_none(published, metric, now, chosen)
    )
    _draw_counting(metric, found)
    _draw_parts(metric, found.parts)
    _draw_before(metric, rows)
    _draw_law(metric)


def _value(published: Published, metric: Mapping[str, Any], row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "not published for this place and period"
    if wording.is_missing(row["value"]):
        return "not assessed" if cached(delivery, published).missing(metric["metric_id"]) else "nothing to take it from"
    interval = wording.interval(row.get("low"), row.get("high"))
    told = wording.measure(row["value"], metric["unit"])
    return told if interval == wording.NO_RATE else f"{told} (95 % interval {interval})"


def _why_none(
    published: Published, metric: Mapping[str, Any], row: Mapping[str, Any] | None, chosen: frame.Choice
) -> str:
    if row is None:
        return (
            f"<p>{escape(metric['published_in'])} has no row of it for {escape(chosen.place.name)} in "
            f"{escape(chosen.period.label)}: choose another place or another kind of period.</p>"
        )
    if not wording.is_missing(row["value"]):
        return ""
    why = cached(delivery, published)
    told = why.lacking(why.missing(metric["metric_id"]))
    return f"<p>{escape(told or 'Nothing was counted of which it could be a share or a median.')}</p>"


def _draw_counting(metric: Mapping[str, Any], found: Figure) -> None:
    questions = [
        ("Ask for this figure in SQL", found.published_question),
        ("Count it again from its rows, in SQL", found.counting_question),
    ]
    links = [markup.link(Link(text, f"sql?{urlencode({'q': sql})}")) for text, sql in questions if sql]
    needs = str(metric.get("needs") or "").replace(";", ", ").replace("|", " or ")
    facts = [
        ["Counted from", metric["counted_from"]],
        ["By the day", metric["counted_on"]],
        ["Published in", metric["published_in"]],
        ["Unit", str(metric["unit"]).replace("_", " ")],
        ["Which way is good", GOOD.get(str(metric["direction_of_good"]), "")],
        ["Needs these columns", needs or "none"],
    ]
    st.html(
        markup.section("How it is counted")
        + f"<p><code>{escape(str(metric['sql']))}</code></p>"
        + (markup.sentences(links) if links else "")
        + markup.table("What the figure rests on", [Column("Fact"), Column("Value")], facts)
    )


def _draw_parts(metric: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    body = [[_part(row), *_cells(row, metric["unit"], rows)] for row in rows]
    st.html(
        markup.section("By priority and by response type", "The same figure of a part of the reports.")
        + markup.table("The figure by its parts", _heads("Reports", rows), body)
    )


def _part(row: Mapping[str, Any]) -> str:
    if row["part"] is None:
        return f"{str(row['breakdown']).replace('_', ' ').capitalize()} not recorded"
    return f"Priority {'I' * int(row['part'])}" if row["breakdown"] == "priority" else str(row["part"]).capitalize()


def _draw_before(metric: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    body = [
        [
            f"{row['period_label']}{'' if row['is_complete'] else ' so far'}",
            *_cells(row, metric["unit"], rows),
        ]
        for row in rows
    ]
    st.html(
        markup.section("In this period and before")
        + markup.table("The figure by period, the newest first", _heads("Period", rows), body)
    )


def _heads(first: str, rows: list[dict[str, Any]]) -> list[Column]:
    interval = [Column("95 % interval", numeric=True)] if _has_interval(rows) else []
    return [Column(first), Column("Value", numeric=True), *interval]


def _cells(row: Mapping[str, Any], unit: str, rows: list[dict[str, Any]]) -> list[str]:
    # A dash: nothing was counted, or a column was not delivered; the heading says which.
    interval = [wording.interval(row["low"], row["high"])] if _has_interval(rows) else []
    return [wording.measure(row["value"], unit), *interval]


def _has_interval(rows: list[dict[str, Any]]) -> bool:
    return "low" in rows[0]


def _draw_law(metric: Mapping[str, Any]) -> None:
    link = Link("Its definition", markup.definition_address(str(metric["metric_id"])))
    st.html(
        markup.law([(each["paragraph"], each["plain_sentence"]) for each in metric["provisions"]], metric["citation"])
        + f"<p>{markup.link(link)}</p>"
    )
