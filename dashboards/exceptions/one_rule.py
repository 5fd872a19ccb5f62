"""Draws one rule: what it asks and its law, how often it is broken, by month and by county, and by which reports."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import frame, markup
from dashboards.addresses import RULE, explanation
from dashboards.cached import cached
from dashboards.charts import monthly, trends
from dashboards.downloads import Files
from dashboards.exceptions import choosing
from dashboards.exceptions.rule_list import COUNTS, NAMES, SEVERITIES, cells, note
from dashboards.markup import Column, Link
from serving import exceptions, explain, figures, wording
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import OVERSIGHT, Published

SHOWN_ROWS = 200


def draw(published: Published, chosen: frame.Choice, rule_id: str) -> Files | None:
    """Draw the rule in the period and place of the filters: its law, its counts and its months."""
    rows = cached(exceptions.counts, published, chosen.period, chosen.place)
    law = cached(explain.subject, published, rule_id, chosen.period.end)
    found = rows[rows["rule_id"] == rule_id]
    row = None if found.empty else found.iloc[0].to_dict()
    so_far = "" if chosen.period.is_covered else " so far"
    st.html(
        markup.heading(
            f"Policy exceptions, {SEVERITIES[law['severity']][0].lower()}: {chosen.place.name}, "
            f"{chosen.period.label}{so_far}",
            f"{law['label']}: {finding(row)}",
            frame.extent(published, chosen.period),
        )
        + f"<p>{markup.link(Link('All rules', choosing.address(choosing.ALL)))} · "
        f"{markup.link(Link('How this rule is decided', explanation(RULE, rule_id)))}</p>"
    )
    left, right = st.columns(2, gap="large")
    with left:
        _draw_counts(row)
    with right:
        _draw_law(law)
    return _draw_months(published, chosen, rule_id)


def finding(row: Mapping[Any, Any] | None) -> str:
    """Write how many of the assessed reports broke the rule."""
    if row is None:
        return "no report fell under it"
    if wording.is_missing(row["broken"]):
        return "not assessed"
    if row["assessed"] == 0:
        return "no report could be assessed"
    assessed = int(row["assessed"])
    return f"{int(row['broken']):,} of {assessed:,} assessed {'report' if assessed == 1 else 'reports'}"


def _draw_counts(row: Mapping[Any, Any] | None) -> None:
    if row is None:
        st.html(markup.section("How often it is broken") + "<p>No report of this period fell under the rule.</p>")
        return
    table = markup.table(
        "Reports under the rule",
        [Column("Figure"), Column("Number", numeric=True)],
        [list(each) for each in zip(NAMES, cells(row)[:-1], strict=True)],
    )
    warning = note(row)
    if charts.is_small(row["assessed"]):
        warning = "Fewer than 20 reports: read the interval, not the rate."
    st.html(
        markup.section("How often it is broken", "In scope is what was assessed and what could not be.")
        + table
        + (f'<p class="flag">{escape(warning[0].upper() + warning[1:])}</p>' if warning else "")
    )


def _draw_law(law: Mapping[str, Any]) -> None:
    scope = f"<p><b>Falls under it:</b> {escape(str(law['in_scope_when']))}</p>" if law["in_scope_when"] else ""
    st.html(
        markup.section("What it asks")
        + f"<p>{escape(str(law['sentence']))}</p>{scope}"
        + f"<p><b>Counts on:</b> {escape(str(law['counted_on']))}</p>"
        + markup.law([(each["paragraph"], each["plain_sentence"]) for each in law["provisions"]], law["citation"])
    )


def _draw_months(published: Published, chosen: frame.Choice, rule_id: str) -> Files | None:
    months = cached(exceptions.counts_by_month, published, rule_id, chosen.place, *trends.months_to(chosen.period))
    st.html(
        markup.section(
            "By month",
            monthly.HOW_TO_READ,
        )
    )
    if months.empty:
        st.html("<p>No report of these months fell under the rule.</p>")
        return None
    drawn = cached(_months, published, rule_id, chosen.period, chosen.place)
    monthly.draw(drawn)
    return Files("months", months, f"{rule_id}-by-month", drawn.pictures, chosen.place.name)


def _months(published: Published, rule_id: str, period: Period, place: Place) -> monthly.Months:
    months = exceptions.counts_by_month(published, rule_id, place, *trends.months_to(period))
    shown = {name: COUNTS[name] for name in ("broken", "assessed", "not_assessed")}
    return monthly.prepared(months, shown, shown, lambda _, value: wording.count(value), "report")


def draw_counties(published: Published, chosen: frame.Choice, rule_id: str) -> Files:
    """Draw the counts under the rule by county, by name."""
    rows = cached(exceptions.counts_of_counties, published, rule_id, chosen.period, chosen.place)
    touched = rows[rows["in_scope"].isna() | (rows["in_scope"] > 0)]
    heads = [Column("County"), *(Column(name, numeric=True) for name in NAMES), Column("Note")]
    names = {place.geography_id: place.name for place in cached(figures.places, published)}
    body = [
        [
            Link(str(row["geography_name"]), choosing.address(rule_id, names.get(row["geography_id"]))),
            *cells(row),
        ]
        for row in touched.to_dict("records")
    ]
    st.html(
        markup.section(
            "By county",
            "In order of name, not of merit. A county in which no report falls under the rule is not listed. "
            "A name leads to the county alone.",
        )
        + (
            markup.table(f"Reports under the rule by county, {chosen.period.label}", heads, body, tall=True)
            if body
            else "<p>No report of any county falls under the rule.</p>"
        )
    )
    return Files("counties", rows, f"{rule_id}-by-county-{chosen.period.label}", of=chosen.period.label)


def draw_reports(published: Published, chosen: frame.Choice, rule_id: str) -> Files | None:
    """Draw the single reports that broke the rule, where the audience may see them."""
    rows = cached(exceptions.reports, published, rule_id, chosen.period, chosen.place)
    if rows is None:
        return None
    limited = " Only reports of the caseload are listed." if published.audience == OVERSIGHT else ""
    number = "1 report" if len(rows) == 1 else f"{len(rows):,} reports"
    st.html(markup.section("The reports that broke it", f"{number}, the newest first.{limited}"))
    if rows.empty:
        return None
    heads = [Column("Report"), Column("County"), Column("Counts on"), Column("Observed"), Column("Expected")]
    body = [
        [
            markup.report_link(row["referral_id"]),
            wording.plain(row["county_name"]),
            wording.plain(row["occurred_on"]),
            wording.plain(row["observed"]),
            wording.plain(row["expected"]),
        ]
        for row in rows.head(SHOWN_ROWS).to_dict("records")
    ]
    caption = "Reports, what was observed and what the rule expects"
    if len(rows) > SHOWN_ROWS:
        caption += f" (the first {SHOWN_ROWS} of {len(rows):,}; the download has all)"
    st.html(markup.table(caption, heads, body, tall=True))
    return Files("reports", rows, f"{rule_id}-reports-{chosen.period.label}", of=chosen.period.label)
