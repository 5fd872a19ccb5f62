"""Draws one measure: its XmR chart with the changes of policy and practice, its months, and its districts."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.markup import Column, Link
from dashboards.performance import choosing, marks
from dashboards.views import downloads, trends
from serving import wording
from serving.definitions import Definition
from serving.figures import Place, places
from serving.performance import series, small, words
from serving.performance.xmr import numbers_of_changes, points, xmr
from serving.published import Published

SIGNALS = {
    "outside": "outside of the limits",
    "trend": "one of seven that rise or fall",
    "two_of_three": "two of three far from the mean",
    "shift": "one of seven on one side",
}


def draw(published: Published, place: Place, metric: Definition, unit: str, sentence: str) -> None:
    """Draw the chart of the measure in the place, what is written on it, and its months."""
    months = cached(series.months, published, place, metric.metric_id)
    where = str(months["geography_name"].iloc[0])
    st.html(
        markup.section(f"{metric.label}: {where}", sentence)
        + f"<p>{escape(how_to_read(months, unit))}</p>"
        + (f"<p>{escape(gap)}</p>" if (gap := trends.gap_text(months)) else "")
        + markup.definitions((metric,))
    )
    if months["value"].isna().all():
        return
    chart = xmr(months, unit)
    st.html(marks.legend())
    trends.draw_chart(
        chart, f"{metric.label}, {where}, by month. {sentence} The months are in the table below the chart."
    )
    changes = changes_of(months)
    if changes:
        st.html("<h3>Changes of policy and practice</h3>" + markup.sentences(changes))
    st.html(markup.folded("This chart as a table", _table(months, metric.label, unit)))
    name = f"trend-{metric.metric_id}-{months['geography_id'].iloc[0]}"
    downloads.menu("months", months, published, name, {metric.label: chart}, where)


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


def draw_districts(published: Published, metric: Definition, unit: str) -> None:
    """Draw the measure in every district, on one scale and by name, each with its newest judged month in words."""
    months = cached(series.months_of_districts, published, metric.metric_id)
    months = months[months["value"].notna().groupby(months["geography_id"]).transform("any").astype(bool)]
    if months.empty:
        return
    names = {each.geography_id: each.name for each in cached(places, published) if each.geography_type == "district"}
    charts = {str(identity): points(part, unit) for identity, part in months.groupby("geography_id", sort=False)}
    scale, extent = small.scale_of(list(charts.values())), small.months_of(list(charts.values()))
    titles = {str(row["geography_id"]): str(row["geography_name"]) for row in months.to_dict("records")}
    newest = {str(identity): _newest(part, unit) for identity, part in months.groupby("geography_id", sort=False)}
    figures = "".join(
        f"<figure><figcaption><b>{_name(titles[key], metric.metric_id, names.get(key))}</b> "
        f"{escape(newest[key])}</figcaption>"
        f"{markup.picture(small.svg(chart, scale, extent), _spoken(titles[key]))}</figure>"
        for key, chart in charts.items()
    )
    low, high = (wording.measure(each, unit) for each in scale)
    st.html(
        markup.section(
            f"{metric.label} by district",
            f"In order of name. All charts share one scale, from {low} to {high}, and the same months, from "
            f"{wording.month(extent[0])} to {wording.month(extent[1])}. The lines are the mean and the limits of the "
            "district; a signal has the shape that it has above.",
        )
        + f'<div class="multiples">{figures}</div>'
        + markup.folded("These charts as a table", _districts_table(months, titles, metric.label, unit))
    )
    source = f"{published.jurisdiction_name}, as of {wording.instant(published.as_of)}. One scale, {low} to {high}."
    titled = [(titles[key], chart) for key, chart in charts.items()]
    downloads.menu(
        "months of districts",
        months,
        published,
        f"trend-{metric.metric_id}-districts",
        {"all districts": lambda: small.sheet(titled, f"{metric.label} by district", source)},
    )


def _name(title: str, measure: str, place: str | None) -> str:
    return escape(title) if place is None else markup.link(Link(title, choosing.address(measure, place)))


def _spoken(title: str) -> str:
    return f"{title} by month, with its mean and limits. The values are in the table below the charts."


def _newest(part: pd.DataFrame, unit: str) -> str:
    judged = part[part["reading"] != "not_judged"]
    if judged.empty:
        return "not judged"
    row = judged.iloc[-1]
    value = f"{wording.measure(row['value'], unit)} in {wording.month(row['period_start'])}"
    return f"{value}: {marks.word(row.to_dict()).lower()}"


def _districts_table(months: pd.DataFrame, titles: dict[str, str], label: str, unit: str) -> str:
    shown = months["period_label"].drop_duplicates().sort_values(ascending=False)
    cells = {(row["period_label"], str(row["geography_id"])): row for row in months.to_dict("records")}
    body = [[month, *(_cell(cells.get((month, key)), unit) for key in titles)] for month in shown]
    heads = [Column("Month"), *(Column(title, numeric=True) for title in titles.values())]
    return markup.table(f"{label} by month and district, newest first; signals are named", heads, body, tall=True)


def _cell(row: dict[object, object] | None, unit: str) -> str:
    if row is None:
        return wording.NO_RATE
    value = wording.measure(row["value"], unit)
    signal = str(row["reading"])
    return value if signal in ("common_cause", "not_judged") else f"{value} ({marks.READINGS[signal][0].lower()})"
