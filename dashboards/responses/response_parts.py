"""Draws the sections of the response times: the state of every response, the parts of a place, and rows by county."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.charts import trends
from dashboards.downloads import Files
from dashboards.markup import Column
from serving import figures, wording
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.published import Published

PRIORITIES = {1: "Priority I", 2: "Priority II"}
# The metrics of each priority: the share initiated in time, and the median hours to initiation.
RATES = {1: "compliance_priority_1", 2: "compliance_priority_2"}
MEDIANS = {1: "median_hours_priority_1", 2: "median_hours_priority_2"}
# The address of the page.
PAGE = "response-times"
DUE = ("timely", "late", "overdue", "excepted", "pending")


def rows_by_priority(published: Published, chosen: frame.Choice) -> dict[int, pd.Series | None]:
    """Return the row of each priority over both response types, or None where there is none."""
    return cached(_rows_by_priority, published, chosen)


def _rows_by_priority(published: Published, chosen: frame.Choice) -> dict[int, pd.Series | None]:
    rows = cached(figures.compliance, published, chosen.period, chosen.place)
    of_priority = rows[rows["breakdown"] == "priority"]
    found = {number: of_priority[of_priority["priority"] == number] for number in PRIORITIES}
    return {number: None if each.empty else each.iloc[0] for number, each in found.items()}


def draw_statuses(published: Published, chosen: frame.Choice) -> None:
    """Draw how many responses have each status, by priority and over all, with the definitions."""
    rows = cached(figures.compliance, published, chosen.period, chosen.place)
    by_priority = rows_by_priority(published, chosen)
    every = rows[rows["breakdown"] == "all"]
    columns: list[tuple[str, pd.Series | None]] = [(PRIORITIES[n], row) for n, row in by_priority.items()]
    columns.append(("All", None if every.empty else every.iloc[0]))
    metrics = cached(definitions, published)
    names = labels(metrics, (*DUE, "due", "not_evaluable"))
    body: list[list[object]] = [[names[status], *(_count(row, status) for _, row in columns)] for status in DUE]
    st.html(
        markup.section(
            "State of every response",
            "The rate is the share in time among responses that were in time, late or overdue. The stricter rate also "
            "counts excepted responses, as not in time. Neither rate counts responses that are pending or not "
            "evaluable. Reports without a priority appear only under All.",
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
        + markup.definitions(definitions_of(metrics, [*DUE, "due", "not_evaluable"]), "How these are counted")
    )


def _exceptions_unknown(published: Published, row: pd.Series | None) -> str:
    """Where late reports are known but their exceptions are not, say why, and what this means for the rates."""
    if row is None or wording.is_missing(row["late"]) or not wording.is_missing(row["excepted"]):
        return ""
    why = cached(delivery, published).why_not_assessed("excepted")
    return f"<p>Exceptions were not assessed: both rates count every late report as late. {escape(why)}</p>"


def draw_parts(published: Published, chosen: frame.Choice) -> Files:
    """Draw the districts, or the counties of the district, by name: rate and interval for each priority."""
    state = chosen.place.geography_type == "state"
    rows = cached(figures.compliance_of_parts, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "By district" if state else "Counties of this district",
            "In order of name, not of merit. The line is the 95 % interval. Where two lines overlap widely, the "
            "difference may be chance alone. An open point marks a rate over fewer than 20 reports.",
        )
    )
    lowest = charts.lowest_tenth(rows)
    metrics = cached(definitions, published)
    names = labels(metrics, RATES.values())
    drawn = {}
    for place, number in zip(st.columns(2, gap="medium"), PRIORITIES, strict=True):
        of_priority = rows[rows["priority"] == number]
        rate = names[RATES[number]]
        with place:
            st.html(f"<h3>{escape(rate)}</h3>")
            if of_priority["compliance_rate"].isna().all():
                st.html('<p class="quiet">There is no rate in this period.</p>')
                continue
            reports = int(charts.judged(of_priority).sum())
            spoken = f"{rate} with its 95 % interval over {reports:,} reports, one line per place, in order of name. "
            drawn[rate] = charts.rate_list(of_priority, lowest)
            trends.draw_chart(drawn[rate], f"{spoken}The values are in the table below the charts.")
    st.html(markup.twin("These charts as a table", rate_table(published, chosen.period.label, rows)))
    parts = f"the parts of {chosen.place.name}, {chosen.period.label}"
    return Files("places", rows, f"response-by-place-{chosen.period.label}", drawn, parts)


def draw_rows(published: Published, chosen: frame.Choice) -> Files:
    """Draw every county as a plain list, and offer the list as files."""
    rows = cached(figures.compliance_of_counties, published, chosen.period)
    st.html(
        markup.section("Rows", "All counties by name. Rates over fewer than 20 reports are marked.")
        + markup.folded(
            f"All counties, {chosen.period.label}",
            rate_table(published, f"by county, {chosen.period.label}", rows),
        )
    )
    return Files("counties", rows, f"response-by-county-{chosen.period.label}", of=chosen.period.label)


def rate_table(published: Published, extent: str, rows: pd.DataFrame) -> str:
    """Make a table by place and priority: counts, rate, interval, stricter rate, and a note on small denominators."""
    metrics, link = cached(definitions, published), frame.place_links(published, PAGE)
    rate, *counts = labels(metrics, ("compliance_rate", "timely", "late", "overdue")).values()
    numbers = [*counts, "Rate", "95 % interval", "Counting excepted", "Median"]
    heads = [Column("Place"), Column("Priority"), *(Column(name, numeric=True) for name in numbers), Column("Note")]
    body = [
        [
            link(row["geography_id"], row["geography_name"]),
            priority_name(row["priority"]),
            wording.count(row["timely"]),
            wording.count(row["late"]),
            wording.count(row["overdue"]),
            wording.percent(row["compliance_rate"]),
            interval_text(row, "compliance_rate"),
            wording.percent(row["compliance_rate_strict"]),
            wording.hours(row["median_hours"]),
            "fewer than 20 reports" if charts.is_small(row["judged"]) else "",
        ]
        for row in rows.assign(judged=charts.judged(rows)).to_dict("records")
    ]
    return markup.table(f"{rate}, {extent}", heads, body, tall=True)


def interval_text(row: Mapping[Hashable, object] | pd.Series, rate: str) -> str:
    """Write the 95 % interval of a rate, or a dash where there is no rate, although its interval is then 0 to 1."""
    if wording.is_missing(row[rate]):
        return wording.NO_RATE
    return wording.interval(row[f"{rate}_low"], row[f"{rate}_high"])


def priority_name(priority: object) -> str:
    """Write Priority I, Priority II or Missing."""
    return "Missing" if wording.is_missing(priority) else PRIORITIES[int(str(priority))]


def _count(row: pd.Series | None, status: str) -> str:
    return wording.count(None if row is None else row[status])
