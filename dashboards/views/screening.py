"""The page on screening: what the Hotline decided and why, who reported and when, and the most vulnerable."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards import access, comparison, frame, markup
from dashboards.cached import cached
from dashboards.charts import monthly, trends
from dashboards.comparison import Figure
from dashboards.counts import counts_parts
from dashboards.counts.counts_parts import OUTCOMES, SHARES
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.screening import children, parts, reasons, sources
from dashboards.views.statutory_counts import year_before_text
from serving import figures, wording
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import Published
from serving.screening import breakdowns

TREND = "The share by month, with the limits within which chance alone moves it"


def draw_page() -> None:
    """Draw the page."""
    published = access.require("screening")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading("Screening", "No figures yet", "Nothing is screened until a referrals extract has landed.")
        )
        return
    draw_once(_draw_finding, published, chosen)
    draw_once(sources.draw_kinds, published, chosen)
    draw_once(sources.draw_channels, published, chosen)
    draw_once(sources.draw_hours, published, chosen)
    draw_once(_draw_children, published, chosen)
    draw_once(_draw_rest, published, chosen)


def _draw_finding(published: Published, chosen: frame.Choice) -> Files | None:
    _draw_answer(published, chosen)
    _draw_trend(published, chosen)
    return reasons.draw(published, chosen)


def _draw_children(published: Published, chosen: frame.Choice) -> Files | None:
    children.draw(published, chosen)
    return parts.draw_allegations(published, chosen)


def _draw_rest(published: Published, chosen: frame.Choice) -> None:
    counts_parts.draw_parts(published, chosen, "screening")
    parts.draw_not_assessed(published, chosen)


def finding(row: pd.Series, found: pd.DataFrame) -> str:
    """Write the page's heading: the share screened out, of how many reports, and the reason given most often.

    Of fewer than 20 reports it says how many were.
    """
    received = int(row["calls_received"])
    reports = "1 report" if received == 1 else f"{received:,} reports"
    if wording.is_missing(row["calls_screened_out"]):
        return f"What was decided on {reports} is not known"
    if received == 0:
        return "No report was received"
    out = int(row["calls_screened_out"])
    if received == 1:
        return f"The one report was {'' if out else 'not '}screened out"
    if out == 0:
        return f"None of {reports} was screened out"
    part = f"{out:,}" if charts.is_small(received) else wording.percent(row["share_screened_out"])
    told = f"{part} of {reports} {'was' if out == 1 else 'were'} screened out"
    first = _most_frequent(found)
    return f"{told}, most often as “{first}”" if first else told


def _most_frequent(found: pd.DataFrame) -> str:
    """The label of the reason recorded most often; empty where no reason is known, or two are as frequent."""
    if found.empty:
        return ""
    recorded = found.dropna(subset=["screen_out_reason", "reports"])
    if recorded.empty or (recorded["reports"] == recorded["reports"].iloc[0]).sum() > 1:
        return ""
    first = recorded.iloc[0]
    return str(first["screen_out_reason"] if wording.is_missing(first["label"]) else first["label"])


def _draw_answer(published: Published, chosen: frame.Choice) -> None:
    row = cached(figures.counts, published, chosen.period, chosen.place).iloc[0]
    found = cached(breakdowns.reasons, published, chosen.period, chosen.place)
    metrics = cached(definitions, published)
    why = cached(delivery, published).why_not_assessed
    st.html(
        markup.heading(
            f"Screening: {frame.titled(chosen)}", finding(row, found), frame.extent(published, chosen.period)
        )
        + '<p class="lead">Every report is screened out, ends in information and referral, is assigned, or waits for '
        "a decision. The policy names no share that should be screened out.</p>"
        + markup.tiles(
            [
                markup.Tile(
                    name=name,
                    value=wording.count(row[column]),
                    share=None if wording.is_missing(row[SHARES[column]]) else float(row[SHARES[column]]),
                    share_text=""
                    if wording.is_missing(row[SHARES[column]])
                    else f"{wording.percent(row[SHARES[column]])} of {wording.count(row['calls_received'])} reports",
                    note=year_before_text(row, column),
                    reason=why(column),
                    metrics=definitions_of(metrics, [column, SHARES[column]]),
                    warning=parts.few(row["calls_received"]),
                )
                for column, name in labels(metrics, OUTCOMES).items()
            ]
        )
        + comparison.draw(
            published,
            chosen,
            "statutory_counts",
            [Figure("calls_received"), *(Figure(column, SHARES[column]) for column in OUTCOMES)],
            "Reports received, and their outcomes with their shares",
        )
    )


def _draw_trend(published: Published, chosen: frame.Choice) -> None:
    st.html(
        markup.section(
            "By month",
            monthly.HOW_TO_READ,
        )
        + f"<p>{markup.link(markup.Link(TREND, frame.address('trends', measure='share_screened_out')))}</p>"
    )
    monthly.draw(cached(_months, published, chosen.period, chosen.place))


def _months(published: Published, period: Period, place: Place) -> monthly.Months:
    months = figures.counts_by_month(published, place, *trends.months_to(period))
    names = labels(definitions(published), OUTCOMES)
    charted = {column: names[column] for column in OUTCOMES[:3]}
    return monthly.prepared(months, charted, names, _count, "report")


def _count(_: str, value: object) -> str:
    return wording.count(value)


if __name__ == "__main__":
    draw_page()
