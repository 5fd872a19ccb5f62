"""Draws the counties of a fiscal year as a funnel, names those outside of its limits, and lists all by name."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.charts import trends
from dashboards.downloads import Files, Picture
from dashboards.markup import Column
from dashboards.performance import choosing, county_map
from serving import wording
from serving.definitions import definitions
from serving.delivery import delivery
from serving.drawing import charts
from serving.performance import counties
from serving.performance.funnel import funnel
from serving.performance.words import OUTSIDE, outside
from serving.published import Published


def choose_year(published: Published, measure: str) -> str:
    """Draw the choice of a fiscal year: that of the address, or else the newest complete one. Empty without a year."""
    metric = cached(definitions, published)[measure]
    years = cached(counties.years, published, measure)
    if years.empty:
        st.html(
            markup.section(f"{metric.label} by county")
            + "<p>Counties are compared by shares alone: a number of reports or of hours has no limits of chance that "
            "hold for a large county and a small one.</p>"
        )
        return ""
    covered = {str(row["period_label"]): bool(row["is_covered"]) for row in years.to_dict("records")}
    known = {label: label if whole else f"{label} (so far)" for label, whole in covered.items()}
    default = next((label for label, whole in covered.items() if whole), next(iter(known)))
    # A reader who comes from a page of a fiscal year sees that year.
    default = st.query_params.get("period", default) if st.query_params.get("period") in known else default
    year, unknown = choosing.asked(choosing.YEAR, known, default)
    rows = cached(counties.funnel, published, metric.metric_id, year)
    so_far = "" if covered[year] else " so far"
    told = outside(rows)
    if rows["numerator"].isna().all():
        told = f"Not assessed. {cached(delivery, published).why_not_assessed(metric.metric_id)}"
    st.html(markup.section(f"{metric.label} by county, {year}{so_far}", told))
    if unknown:
        st.html(
            f'<p class="notice" role="status">There is no fiscal year “{escape(unknown)}” in these figures: they are '
            f"those of {escape(year)}.</p>"
        )
    choosing.choose(choosing.YEAR, "Fiscal year of the counties", known, year)
    return year


def draw(published: Published, measure: str, year: str, outlines: str) -> Files:
    """Draw the counties by the measure in the year: a funnel, a map and a table.

    `outlines` is the file of the counties' outlines, empty where the state has none.
    """
    metric = cached(definitions, published)[measure]
    rows = cached(counties.funnel, published, measure, year)
    drawn = None
    if rows["value"].notna().any():
        st.html(f"<p>{escape(how_to_read(rows))}</p>")
        drawn = funnel(rows)
        spoken = f"{metric.label} by county in {year}, over the reports that it is taken of. {outside(rows)}"
        trends.draw_chart(drawn, f"{spoken} The values are in the table below the chart.")
    file = Path(outlines) if outlines else None
    drawn_map = county_map.draw(published, metric.metric_id, year, f"{metric.label}, {year}", file)
    st.html(markup.folded(f"All counties, {year}, as a table", _table(rows, f"{metric.label} by county, {year}")))
    pictures: dict[str, Picture] = {} if drawn is None else {f"{metric.label} by county": drawn}
    if drawn_map is not None:
        pictures["map"] = drawn_map
    return Files("counties", rows, f"counties-{metric.metric_id}-{year}", pictures, year)


def how_to_read(rows: pd.DataFrame) -> str:
    """Say what the lines of the funnel are, and how far real differences between counties widen them."""
    text = (
        "The level line is the state's share. The dashed lines are the limits at 95 %, the solid ones those at 99.8 %: "
        "the more reports, the narrower. A county outside is a diamond with its name, filled beyond 99.8 %."
    )
    spread = rows["overdispersion"].dropna()
    if not spread.empty and float(spread.iloc[0]) > 1:
        text += (
            f" Counties differ {float(spread.iloc[0]):,.1f} times as much as chance alone allows, and the limits are "
            "widened for that."
        )
    small = int(rows.loc[rows["value"].notna(), "has_small_denominator"].astype(bool).sum())
    if small:
        text += f" {small:,} {'share rests' if small == 1 else 'shares rest'} on fewer than 20 reports."
    if not rows["is_mature"].fillna(True).astype(bool).all():
        text += " Some counties still wait for findings, so their shares will change."
    return text


def _table(rows: pd.DataFrame, caption: str) -> str:
    heads = [Column("County"), *(Column(name, numeric=True) for name in ("Counted", "Of reports", "Share"))]
    heads += [Column(name, numeric=True) for name in ("95 % interval", "Limits at 95 %", "Limits at 99.8 %")]
    heads += [Column("Place in the funnel"), Column("Note")]
    body = [
        [
            row["county_name"],
            wording.count(row["numerator"]),
            wording.count(row["denominator"]),
            wording.percent(row["value"]),
            wording.NO_RATE if wording.is_missing(row["value"])
            else wording.interval(row["value_low"], row["value_high"]),
            wording.interval(row["lower_limit_95"], row["upper_limit_95"]),
            wording.interval(row["lower_limit_998"], row["upper_limit_998"]),
            "" if wording.is_missing(row["outside"]) else OUTSIDE.get(str(row["outside"]), "inside"),
            "fewer than 20 reports" if charts.is_small(row["denominator"]) else "",
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    return markup.table(caption, heads, body, tall=True)
