"""Draws what the policy asks extreme caution for, young children and disability, and what followed a screen-out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.screening import parts
from serving import wording
from serving.definitions import Definition, definitions, definitions_of, labels
from serving.delivery import Delivery, delivery
from serving.published import Published
from serving.screening import breakdowns

# Each share with its part and its whole, and the count of reports that do not say.
CAUTIOUS = {
    "share_of_young_children_screened_out": (
        "young_children_screened_out", "calls_on_young_children", "young_children_not_recorded",
    ),
    "share_of_children_with_disability_screened_out": (
        "children_with_disability_screened_out", "calls_on_children_with_disability", "child_disability_not_recorded",
    ),
}  # fmt: skip
AFTERWARDS = {
    "share_screened_out_referred_to_services": (
        "screened_out_referred_to_services", "calls_screened_out", "screened_out_services_not_recorded",
    ),
    "share_screened_out_reporter_informed": (
        "screened_out_reporter_informed", "calls_screened_out", "screened_out_informing_not_recorded",
    ),
}  # fmt: skip


def draw(published: Published, chosen: frame.Choice) -> None:
    """Draw both pairs of shares with their intervals; nothing that the file does not hold."""
    rows = cached(breakdowns.measures, published, chosen.period, chosen.place)
    if rows.empty:
        st.html(
            markup.section("Young children and disability")
            + "<p>This publication holds no measures of screening for this period and place.</p>"
        )
        return
    row = {str(name): value for name, value in rows.iloc[0].to_dict().items()}
    metrics, delivered = cached(definitions, published), cached(delivery, published)
    st.html(
        markup.section(
            "Young children and disability",
            "Reports on these children are screened with extreme caution. The policy names no share for them.",
        )
        + markup.tiles([_tile(row, name, names, metrics, delivered) for name, names in CAUTIOUS.items()])
        + markup.section("What followed a screen-out")
        + markup.tiles(
            [
                *(_tile(row, name, names, metrics, delivered) for name, names in AFTERWARDS.items()),
                _hours_tile(row, metrics, delivered),
            ]
        )
    )


def _tile(
    row: Mapping[str, Any],
    share: str,
    names: tuple[str, str, str],
    metrics: Mapping[str, Definition],
    delivered: Delivery,
) -> markup.Tile:
    part, whole, unknown = names
    label = labels(metrics, [share])[share]
    cited = definitions_of(metrics, [share, part, unknown])
    if wording.is_missing(row[part]):
        return markup.Tile(label, wording.NOT_ASSESSED, reason=delivered.why_not_assessed(part), metrics=cited)
    if wording.is_missing(row[share]):
        return markup.Tile(label, "None to judge", metrics=cited)
    interval = wording.interval(row[f"{share}_low"], row[f"{share}_high"])
    return markup.Tile(
        name=label,
        value=wording.percent(row[share]),
        share=float(row[share]),
        share_text=f"{wording.count(row[part])} of {wording.count(row[whole])}; 95 % interval {interval}",
        note=f"{labels(metrics, [unknown])[unknown]}: {wording.count(row[unknown])}",
        warning=parts.few(row[whole]),
        metrics=cited,
    )


def _hours_tile(row: Mapping[str, Any], metrics: Mapping[str, Definition], delivered: Delivery) -> markup.Tile:
    median, most, over = "median_hours_to_screening", "p90_hours_to_screening", "reports_with_hours_to_screening"
    label = labels(metrics, [median])[median]
    cited = definitions_of(metrics, [median, most])
    if wording.is_missing(row[over]):
        return markup.Tile(label, wording.NOT_ASSESSED, reason=delivered.why_not_assessed(over), metrics=cited)
    return markup.Tile(
        name=label,
        value=wording.hours(row[median]),
        share_text="" if wording.is_missing(row[most]) else f"9 in 10 within {wording.hours(row[most])}",
        note=f"Over {wording.count(row[over])} reports with a standing decision",
        warning=parts.few(row[over]),
        metrics=cited,
    )
