"""Draws one measure in every district: small charts on one scale, in order of name."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column, Link
from dashboards.performance import choosing, marks, one_measure
from serving import wording
from serving.definitions import definitions
from serving.figures import Place, places
from serving.performance import series, small
from serving.performance.xmr import points
from serving.published import Published


@dataclass(frozen=True)
class Charts:
    """The charts of all districts: pictures and words by geography_id, their common scale and months, and a table."""

    names: dict[str, str]
    pictures: dict[str, str]
    newest: dict[str, str]
    scale: tuple[float, float]
    extent: tuple[pd.Timestamp, pd.Timestamp]
    table: str


def draw(published: Published, place: Place, measure: str) -> Files | None:
    """Draw the measure in every district that has a value, each with its newest judged month in words."""
    metric, unit = cached(definitions, published)[measure], str(one_measure.newest(published, place, measure)["unit"])
    charts = cached(charts_of, published, measure, unit)
    if charts is None:
        return None
    known = {each.geography_id: each.name for each in cached(places, published) if each.geography_type == "district"}
    figures = "".join(
        f"<figure><figcaption><b>{_name(name, metric.metric_id, known.get(key))}</b> {escape(charts.newest[key])}"
        f"</figcaption>{charts.pictures[key]}</figure>"
        for key, name in charts.names.items()
    )
    low, high = (wording.measure(each, unit) for each in charts.scale)
    st.html(
        markup.section(
            f"{metric.label} by district",
            f"In order of name. All charts share one scale, from {low} to {high}, and the same months, from "
            f"{wording.month(charts.extent[0])} to {wording.month(charts.extent[1])}. The lines are the mean and the "
            "limits of the district; a signal has the shape that it has above.",
        )
        + f'<div class="multiples">{figures}</div>'
        + markup.twin("These charts as a table", charts.table)
    )
    months = cached(valued_months, published, metric.metric_id)
    source = f"{published.jurisdiction_name}, as of {wording.instant(published.as_of)}. One scale, {low} to {high}."
    sheet = partial(_sheet, months, unit, f"{metric.label} by district", source)
    name = f"trend-{metric.metric_id}-districts"
    return Files("months of districts", months, name, {"all districts": sheet}, metric.label)


def valued_months(published: Published, measure: str) -> pd.DataFrame:
    """Return the months of the districts that have a value in one of them at least."""
    months = series.months_of_districts(published, measure)
    has_value = months["value"].notna().groupby(months["geography_id"]).transform("any")
    return months[has_value.astype(bool)]


def charts_of(published: Published, measure: str, unit: str) -> Charts | None:
    """Return the charts of a measure, or None where no district has a value. They are slow to make: keep them."""
    months = valued_months(published, measure)
    if months.empty:
        return None
    parts = {str(key): part for key, part in months.groupby("geography_id", sort=False)}
    names = {key: str(part["geography_name"].iloc[0]) for key, part in parts.items()}
    rows = {key: points(part, unit) for key, part in parts.items()}
    scale, extent = small.scale_of(list(rows.values())), small.months_of(list(rows.values()))
    return Charts(
        names,
        {key: markup.picture(small.svg(chart, scale, extent), _spoken(names[key])) for key, chart in rows.items()},
        {key: newest(part, unit) for key, part in parts.items()},
        scale,
        extent,
        _table(months, names, unit),
    )


def newest(months: pd.DataFrame, unit: str) -> str:
    """Say what the newest judged month of a district is."""
    judged = months[months["reading"] != "not_judged"]
    if judged.empty:
        return "not judged"
    row = judged.iloc[-1].to_dict()
    few = ", of fewer than 20 reports" if bool(row["has_small_denominator"]) else ""
    return (
        f"{wording.measure(row['value'], unit)} in {wording.month(row['period_start'])}{few}: {marks.word(row).lower()}"
    )


def _sheet(months: pd.DataFrame, unit: str, title: str, source: str) -> bytes:
    parts = months.groupby("geography_id", sort=False)
    return small.sheet([(str(part["geography_name"].iloc[0]), points(part, unit)) for _, part in parts], title, source)


def _name(title: str, measure: str, place: str | None) -> str:
    return escape(title) if place is None else markup.link(Link(title, choosing.address(measure, place)))


def _spoken(title: str) -> str:
    return f"{title} by month, with its mean and limits. The values are in the table below the charts."


def _table(months: pd.DataFrame, names: Mapping[str, str], unit: str) -> str:
    shown = months["period_label"].drop_duplicates().sort_values(ascending=False)
    cells = {(row["period_label"], str(row["geography_id"])): row for row in months.to_dict("records")}
    body = [[month, *(_cell(cells.get((month, key)), unit) for key in names)] for month in shown]
    heads = [Column("Month"), *(Column(name, numeric=True) for name in names.values())]
    return markup.table("By month and district, newest first; signals are named", heads, body, tall=True)


def _cell(row: Mapping[Hashable, object] | None, unit: str) -> str:
    if row is None:
        return wording.NO_RATE
    value, reading = wording.measure(row["value"], unit), str(row["reading"])
    return value if reading in ("common_cause", "not_judged") else f"{value} ({marks.READINGS[reading][0].lower()})"
