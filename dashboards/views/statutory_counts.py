"""The five counts that the statute asks for, for a place and period: the answer, its history, its parts, its rows."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.views import counts_parts, trends
from dashboards.views.counts_parts import SHARES
from serving import figures, wording
from serving.definitions import definitions, labels, of
from serving.delivery import delivery
from serving.published import Published

# 10A O.S. § 1-2-101(A)(4): the calls received "and of that number" the four others.
FIVE = (
    "calls_received",
    "calls_screened_out",
    "referrals_assigned",
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
)
FINDINGS_ARRIVE = "calls_unsubstantiated_or_ruled_out"


def page() -> None:
    """Draws the page."""
    published = access.require("statutory_counts")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading(
                "Statutory counts", "No figures yet", "Nothing can be counted before a referrals extract has landed."
            )
        )
        return
    row = cached(figures.counts, published, chosen.period, chosen.place).iloc[0]
    _answer(published, chosen, row)
    counts_parts.identity(published, row)
    counts_parts.anonymity_and_findings(published, row)
    _trends(published, chosen)
    counts_parts.parts(published, chosen)
    counts_parts.rows(published, chosen)


def _answer(published: Published, chosen: frame.Choice, row: pd.Series) -> None:
    metrics = cached(definitions, published)
    delivered = cached(delivery, published)
    soft = "" if chosen.period.is_complete else " so far"
    st.html(
        markup.heading(
            "Statutory counts",
            f"{chosen.place.name}, {chosen.period.label}{soft}",
            frame.extent(published, chosen.period),
        )
        + f'<p class="lead">{sentence(row)}</p>'
    )
    tiles = []
    for column, name in labels(metrics, FIVE).items():
        share = row[SHARES[column]] if column in SHARES else None
        tiles.append(
            markup.Tile(
                name=name,
                value=wording.count(row[column]),
                share=None if share is None or wording.is_missing(share) else float(share),
                share_text=""
                if share is None or wording.is_missing(share)
                else f"{wording.percent(share)} of the reports received",
                before=before(row, column),
                reason=delivered.why_not_assessed(column),
                metrics=of(metrics, [column]),
            )
        )
    st.html(markup.tiles(tiles))


def sentence(row: pd.Series) -> str:
    """The five counts in one plain sentence; what was not assessed is named as such."""

    def bold(column: str) -> str:
        return f"<b>{escape(wording.count(row[column]))}</b>"

    parts = []
    for column, words in (
        ("calls_screened_out", "were screened out"),
        ("referrals_assigned", "were assigned for assessment or investigation"),
        ("calls_anonymous", "came from persons unwilling to be named"),
        ("calls_unsubstantiated_or_ruled_out", "have so far ended unsubstantiated or ruled out"),
    ):
        if not wording.is_missing(row[column]):
            parts.append(f"{bold(column)} {words}")
    noun = "report" if row["calls_received"] == 1 else "reports"
    text = f"The Hotline received {bold('calls_received')} {noun}."
    if parts:
        text += " Of these, " + (", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]) + "."
    if not wording.is_missing(row["calls_by_telephone"]):
        text += f" Of the reports received, {bold('calls_by_telephone')} came by telephone."
    else:
        text += " How many came by telephone was not assessed."
    return text


def before(row: pd.Series, column: str) -> str:
    """The year before: the same number of days while the period runs, and the whole period."""
    whole, same = row[f"{column}_previous_year"], row[f"{column}_to_date_previous_year"]
    if wording.is_missing(whole):
        return "A year before: no figures"
    # Findings take months: those of a year before have had a year longer to arrive.
    older = "; its findings have had a year longer to arrive" if column == FINDINGS_ARRIVE else ""
    if bool(row["is_complete"]):
        return f"A year before: {wording.count(whole)}{older}"
    return f"A year before, same number of days: {wording.count(same)} (whole period: {wording.count(whole)}){older}"


def _trends(published: Published, chosen: frame.Choice) -> None:
    months = cached(figures.counts_by_month, published, chosen.place, *trends.months_to(chosen.period))
    st.html(
        markup.section(
            "By month",
            "Each chart begins at 0 and has a scale of its own. A dashed line to an open point is a month that has not "
            "ended. Findings arrive for months: the newest months of unsubstantiated or ruled out will still rise.",
        )
    )
    metrics = cached(definitions, published)
    trends.small_multiples(months, labels(metrics, (*FIVE, "investigations_awaiting_finding")))


if __name__ == "__main__":
    page()
