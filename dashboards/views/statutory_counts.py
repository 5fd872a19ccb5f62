"""The page on the five statutory counts of a place and period: the answer, then its trend, its parts and its rows."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, comparison, frame, markup
from dashboards.cached import cached
from dashboards.charts import monthly, trends
from dashboards.comparison import Figure, Row
from dashboards.counts import counts_parts
from dashboards.counts.counts_parts import SHARES
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from serving import figures, wording
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import Published
from serving.report.restated import since_filed

# 10A O.S. § 1-2-101(A)(4) asks for the calls received "and of that number" for the four other counts.
FIVE = (
    "calls_received",
    "calls_screened_out",
    "referrals_assigned",
    "calls_anonymous",
    "calls_unsubstantiated_or_ruled_out",
)
COUNT_OF_FINDINGS = "calls_unsubstantiated_or_ruled_out"


def pending_findings(row: Row) -> str:
    """Write which share of a period's findings is still awaited; empty where every finding is in."""
    share = row.get("findings_pending_share")
    return "" if wording.is_missing(share) or share == 0 else f"{wording.percent(share)} of findings pending"


COMPARED = tuple(
    Figure(column, SHARES.get(column, ""), mark=pending_findings if column == COUNT_OF_FINDINGS else None)
    for column in FIVE
)


def draw_page() -> None:
    """Draw the page."""
    published = access.require("statutory_counts")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading(
                "Statutory counts", "No figures yet", "Nothing can be counted until a referrals extract has landed."
            )
        )
        return
    # What was filed lies outside of the publication and may change while it stands.
    row = cached(figures.counts, published, chosen.period, chosen.place).iloc[0].to_dict()
    since = since_filed(published, access.home() / "reports", chosen.period, chosen.place, row)
    draw_once(_draw_finding, published, chosen, since)
    draw_once(_draw_rows, published, chosen)


def _draw_finding(published: Published, chosen: frame.Choice, since: str) -> Files:
    row = cached(figures.counts, published, chosen.period, chosen.place).iloc[0]
    _draw_answer(published, chosen, row, since)
    st.html(comparison.draw(published, chosen, "statutory_counts", COMPARED, "The statutory counts with their shares"))
    counts_parts.draw_outcomes(published, row)
    counts_parts.draw_anonymity_and_findings(published, row)
    return _draw_trends(published, chosen)


def _draw_rows(published: Published, chosen: frame.Choice) -> Files:
    counts_parts.draw_parts(published, chosen, counts_parts.PAGE)
    return counts_parts.draw_rows(published, chosen)


def _draw_answer(published: Published, chosen: frame.Choice, row: pd.Series, since: str) -> None:
    metrics = cached(definitions, published)
    delivered = cached(delivery, published)
    st.html(
        markup.heading(
            f"Statutory counts: {frame.titled(chosen)}", finding(row), frame.extent(published, chosen.period)
        )
        + f'<p class="lead">{finding_sentence(row)}</p>'
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
                note=year_before_text(row, column),
                reason=delivered.why_not_assessed(column),
                metrics=definitions_of(metrics, [column]),
            )
        )
    st.html(markup.tiles(tiles) + (f'<p class="quiet">{escape(since)}</p>' if since else ""))


def finding(row: pd.Series) -> str:
    """Write the page's heading: the reports received, and what of them was screened out and assigned where it is known.

    Of fewer than 20 reports it says how many, since a share of them would say more than it can.
    """
    received = int(row["calls_received"])
    if received == 0:
        return "No report was received"
    told = "1 report was received" if received == 1 else f"{received:,} reports were received"
    if wording.is_missing(row["share_screened_out"]) or wording.is_missing(row["share_assigned"]):
        return told
    if charts.is_small(received):
        out, assigned = wording.count(row["calls_screened_out"]), wording.count(row["referrals_assigned"])
    else:
        out, assigned = wording.percent(row["share_screened_out"]), wording.percent(row["share_assigned"])
    return f"{told}: {out} screened out and {assigned} assigned"


def finding_sentence(row: pd.Series) -> str:
    """Write the five counts in a plain sentence, and the reports by telephone in another.

    The first sentence leaves out a count that was not assessed; the second says that it was not.
    """

    def bold(column: str) -> str:
        return f"<b>{escape(wording.count(row[column]))}</b>"

    parts = []
    for column, one, many, words in (
        ("calls_screened_out", "was", "were", "screened out"),
        ("referrals_assigned", "was", "were", "assigned for assessment or investigation"),
        ("calls_anonymous", "came", "came", "from persons unwilling to be named"),
        ("calls_unsubstantiated_or_ruled_out", "has", "have", "so far ended unsubstantiated or ruled out"),
    ):
        if not wording.is_missing(row[column]):
            parts.append(f"{bold(column)} {one if row[column] == 1 else many} {words}")
    noun = "report" if row["calls_received"] == 1 else "reports"
    text = f"The Hotline received {bold('calls_received')} {noun}."
    if parts:
        text += " Of these, " + (", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]) + "."
    if not wording.is_missing(row["calls_by_telephone"]):
        text += f" Of the reports received, {bold('calls_by_telephone')} came by telephone."
    else:
        text += " The number that came by telephone was not assessed."
    return text


def year_before_text(row: pd.Series, column: str) -> str:
    """Write the count of a year before: of the whole period and, while the period runs, of the same number of days."""
    whole, same = row[f"{column}_previous_year"], row[f"{column}_to_date_previous_year"]
    if wording.is_missing(whole):
        return "A year before: no figures"
    # Findings take months to arrive, and those of a year before have had a year longer.
    older = "; its findings have had a year longer to arrive" if column == COUNT_OF_FINDINGS else ""
    if bool(row["is_complete"]):
        return f"A year before: {wording.count(whole)}{older}"
    return f"A year before, same number of days: {wording.count(same)} (whole period: {wording.count(whole)}){older}"


def _draw_trends(published: Published, chosen: frame.Choice) -> Files:
    months = cached(figures.counts_by_month, published, chosen.place, *trends.months_to(chosen.period))
    st.html(
        markup.section(
            "By month",
            f"{monthly.HOW_TO_READ} Findings take months to arrive, so the newest months of “unsubstantiated or ruled "
            "out” will still rise.",
        )
    )
    drawn = cached(_months, published, chosen.period, chosen.place)
    monthly.draw(drawn)
    name = f"counts-by-month-{chosen.place.geography_id}"
    return Files("months", months, name, drawn.pictures, chosen.place.name)


def _months(published: Published, period: Period, place: Place) -> monthly.Months:
    months = figures.counts_by_month(published, place, *trends.months_to(period))
    names = labels(definitions(published), (*FIVE, "investigations_awaiting_finding"))
    return monthly.prepared(months, names, names, lambda _, value: wording.count(value), "report")


if __name__ == "__main__":
    draw_page()
