"""Sections of the response times: what every due response came to, the parts of a place, and rows by county."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.markup import Column
from dashboards.views import downloads, trends
from serving import charts, figures, wording
from serving.definitions import Definition, definitions, labels, of
from serving.delivery import delivery
from serving.published import Published

PRIORITIES = {1: "Priority I", 2: "Priority II"}
# The metrics of each priority: the share initiated in time, and the median hours to initiation.
RATES = {1: "compliance_priority_1", 2: "compliance_priority_2"}
MEDIANS = {1: "median_hours_priority_1", 2: "median_hours_priority_2"}
DUE = ("timely", "late", "overdue", "excepted", "pending")


def statuses(published: Published, by_priority: dict[int, pd.Series | None], rows: pd.DataFrame) -> None:
    """Timely, late, overdue, excepted, pending, not evaluable: each priority and over all, with what each means."""
    every = rows[rows["breakdown"] == "all"]
    columns: list[tuple[str, pd.Series | None]] = [(PRIORITIES[n], row) for n, row in by_priority.items()]
    columns.append(("All", None if every.empty else every.iloc[0]))
    metrics = cached(definitions, published)
    names = labels(metrics, (*DUE, "due", "not_evaluable"))
    body: list[list[object]] = [[names[status], *(_count(row, status) for _, row in columns)] for status in DUE]
    st.html(
        markup.section(
            "What every response came to",
            "A rate is the share in time of those in time, late and overdue; the stricter rate counts the excepted "
            "too. Nothing pending or not evaluable is folded in. Reports without a priority stand under All.",
        )
        + markup.table(
            "Assigned reports by the state of their response",
            [Column("Response"), *(Column(name, numeric=True) for name, _ in columns)],
            body,
            total=[names["due"], *(_count(row, "due") for _, row in columns)],
            below=[
                [
                    f"{names['not_evaluable']}, by the day received",
                    *(_count(row, "not_evaluable") for _, row in columns),
                ]
            ],
        )
        + _exceptions_unknown(published, columns[-1][1])
        + markup.definitions(of(metrics, [*DUE, "due", "not_evaluable"]), "How these are counted")
    )


def _exceptions_unknown(published: Published, row: pd.Series | None) -> str:
    """Where late reports are known and their exceptions are not: why, and what it means for the rates."""
    if row is None or wording.is_missing(row["late"]) or not wording.is_missing(row["excepted"]):
        return ""
    why = cached(delivery, published).why_not_assessed("excepted")
    return f"<p>Exceptions were not assessed: both rates count every late report as late. {escape(why)}</p>"


def parts(published: Published, chosen: frame.Choice) -> None:
    """The districts, or the counties of the district, by name: rate and interval for each priority."""
    state = chosen.place.geography_type == "state"
    rows = cached(figures.compliance_of_parts, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "By district" if state else "Counties of this district",
            "By name, in no order of merit. The line is the 95 % interval: where two lines overlap widely, chance may "
            "be all that sets them apart. An open point stands for fewer than 20 reports.",
        )
    )
    lowest = charts.lowest_tenth(rows)
    metrics = cached(definitions, published)
    names = labels(metrics, RATES.values())
    for place, number in zip(st.columns(2, gap="medium"), PRIORITIES, strict=True):
        mine = rows[rows["priority"] == number]
        rate = names[RATES[number]]
        with place:
            st.html(f"<h3>{escape(rate)}</h3>")
            if mine["compliance_rate"].isna().all():
                st.html('<p class="quiet">No rate in this period.</p>')
                continue
            spoken = f"{rate} with its 95 % interval, one line a place, by name. "
            trends.draw(charts.rate_list(mine, lowest), f"{spoken}The values are in the table below the charts.")
    st.html(markup.folded("These charts as a table", rate_table(metrics, chosen.period.label, rows)))


def table(published: Published, chosen: frame.Choice) -> None:
    """Every county as a plain list, to read and to take along."""
    rows = cached(figures.compliance_of_counties, published, chosen.period)
    st.html(
        markup.section("Rows", "All counties by name. Rates over fewer than 20 reports are marked.")
        + markup.folded(
            f"All counties, {chosen.period.label}",
            rate_table(cached(definitions, published), f"by county, {chosen.period.label}", rows),
        )
    )
    downloads.csv_button("Counties as CSV", rows, published, f"response-by-county-{chosen.period.label}")


def rate_table(metrics: Mapping[str, Definition], extent: str, rows: pd.DataFrame) -> str:
    """Place × priority: counts, rate, interval, stricter rate; a small denominator is marked in words."""
    rate, *counts = labels(metrics, ("compliance_rate", "timely", "late", "overdue")).values()
    numbers = [*counts, "Rate", "95 % interval", "Counting excepted", "Median"]
    heads = [Column("Place"), Column("Priority"), *(Column(name, numeric=True) for name in numbers), Column("Note")]
    body = [
        [
            row["geography_name"],
            priority_name(row["priority"]),
            wording.count(row["timely"]),
            wording.count(row["late"]),
            wording.count(row["overdue"]),
            wording.percent(row["compliance_rate"]),
            span(row, "compliance_rate"),
            wording.percent(row["compliance_rate_strict"]),
            wording.hours(row["median_hours"]),
            "under 20" if charts.is_small(row["judged"]) else "",
        ]
        for row in rows.assign(judged=charts.judged(rows)).to_dict("records")
    ]
    return markup.table(f"{rate}, {extent}", heads, body, tall=True)


def span(row: Mapping[Hashable, object] | pd.Series, rate: str) -> str:
    """The 95 % interval of a rate; nothing where there is no rate, though the interval of nothing is 0 to 1."""
    if wording.is_missing(row[rate]):
        return wording.NO_RATE
    return wording.interval(row[f"{rate}_low"], row[f"{rate}_high"])


def priority_name(priority: object) -> str:
    """Priority I, Priority II, or that it is missing."""
    return "Missing" if wording.is_missing(priority) else PRIORITIES[int(str(priority))]


def _count(row: pd.Series | None, status: str) -> str:
    return wording.count(None if row is None else row[status])
