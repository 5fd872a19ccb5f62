"""Draws all rules by severity: reports in scope, assessed, not assessed and broken, with the rate and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.exceptions import choosing
from dashboards.markup import Column, Link
from serving import exceptions, wording
from serving.drawing import charts
from serving.published import Published

SEVERITIES = {
    "breach": ("Breaches", "Rules where the policy says “must”."),
    "review": ("For review", "Rules where the policy leaves room: a broken one is a reason to look."),
}
COUNTS = {"broken": "Broken", "assessed": "Assessed", "not_assessed": "Not assessed", "in_scope": "In scope"}
# What `cells` returns. A narrow screen shows the first of them without scrolling.
NAMES = (COUNTS["broken"], "Rate", "95 % interval", *(name for column, name in COUNTS.items() if column != "broken"))


def draw(published: Published, chosen: frame.Choice) -> Files:
    """Draw the finding, and one table for each severity. Rules under which no report fell are named behind a line."""
    rows = cached(exceptions.counts, published, chosen.period, chosen.place)
    so_far = "" if chosen.period.is_covered else " so far"
    st.html(
        markup.heading(
            f"Policy exceptions: {chosen.place.name}, {chosen.period.label}{so_far}",
            finding(rows),
            frame.extent(published, chosen.period),
        )
        + f'<p class="lead">{escape(judged(rows))}</p>'
    )
    for severity, (title, text) in SEVERITIES.items():
        of_severity = rows[rows["severity"] == severity]
        if of_severity.empty:
            continue
        heads = [Column("Rule"), *(Column(name, numeric=True) for name in NAMES), Column("Note"), Column("Law")]
        # A rule that could not be assessed is shown with the reason, whatever is known of its reports.
        lost = of_severity["in_scope"].isna() | (of_severity["rule_state"] == "not_delivered")
        touched = lost | (of_severity["in_scope"] != 0)
        body = [[_link(row), *cells(row), row["citation"]] for row in of_severity[touched].to_dict("records")]
        table = markup.table(f"{title}, {chosen.period.label}", heads, body) if body else ""
        st.html(markup.section(title, text) + table + _untouched(of_severity[~touched]))
    return Files("rules", rows, f"rules-{chosen.place.geography_id}-{chosen.period.label}")


def cells(row: Mapping[Any, Any]) -> list[str]:
    """Return what NAMES names of a row in words, and a note where the rate says little or nothing."""
    broken, *others = (wording.count(row[name]) for name in COUNTS)
    known = not wording.is_missing(row["rate"])
    interval = wording.interval(row["rate_low"], row["rate_high"]) if known else wording.NO_RATE
    return [broken, wording.percent(row["rate"]), interval, *others, note(row)]


def _link(row: Mapping[Any, Any]) -> Link:
    return Link(str(row["label"]), choosing.address(str(row["rule_id"])))


def _untouched(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    links = [markup.link(_link(row)) for row in rows.to_dict("records")]
    noun = "rule" if len(links) == 1 else "rules"
    return markup.folded(f"No report fell under {len(links):,} {noun}", markup.sentences(links))


def note(row: Mapping[Any, Any]) -> str:
    """Say why there is no rate, or that it is over fewer than 20 reports."""
    if row["rule_state"] == "not_delivered":
        return "a column that it reads was not delivered"
    return "fewer than 20 reports" if charts.is_small(row["assessed"]) else ""


def finding(rows: pd.DataFrame) -> str:
    """Write how many rules are broken, and which one most often."""
    known = rows[rows["broken"].notna()]
    if known.empty:
        return "No rule could be assessed"
    broken = known[known["broken"] > 0]
    if broken.empty:
        return "No report broke a rule that could be assessed"
    most = broken.sort_values("broken", ascending=False, kind="stable").iloc[0]
    number = len(broken)
    reports = int(most["broken"])
    text = "1 rule was broken" if number == 1 else f"{number:,} rules were broken, most often"
    return f"{text}: {most['label']} ({reports:,} {'report' if reports == 1 else 'reports'})"


def judged(rows: pd.DataFrame) -> str:
    """Write how many rules were assessed, and how many could not be."""
    lost = int((rows["rule_state"] == "not_delivered").sum())
    text = f"{len(rows) - lost:,} of {len(rows):,} rules could be assessed."
    if lost:
        text += f" {lost:,} could not, because a column that they read was never delivered."
    return f"{text} A report that could not be assessed is never counted as one that kept the rule."
