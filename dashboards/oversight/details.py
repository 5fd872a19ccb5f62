"""Draws the reports of the caseload, the families that came back, and complaints by what was recorded of them."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.oversight.summary import CITATION
from serving import wording
from serving.delivery import delivery
from serving.drawing import charts
from serving.oversight import caseload, complaints, re_reports
from serving.oversight.words import LISTED, REGISTER
from serving.published import Published

SHOWN_ROWS = 200
# Without it no report is known to be settled as unsubstantiated.
SETTLED_BY = (("allegations", "finding"),)
# Breakdowns of complaints in the order of the office's work, with their names on the page.
BREAKDOWNS = {
    "concern": "Concern",
    "in_scope": "Within the office's scope",
    "referred_to": "Referred to, if out of scope",
    "agency_contacted_first": "Turned to the agency first",
    "decision": "Decision",
    "finding": "Finding of the office",
    "recommendation": "Recommendation",
}


def draw_reports(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the reports of the caseload in a place, those with most breaches first."""
    rows = cached(caseload.listed_reports, published, chosen.place)
    heads = [Column("Report"), Column("County"), Column("Listed as"), Column("Received"), Column("Response")]
    heads += [
        Column(name, numeric=True) for name in ("Days late", "Days open", "Breaches", "Exceptions", "Not assessed")
    ]
    body = [
        [
            markup.report_link(row["referral_id"]),
            wording.plain(row["county_name"]),
            LISTED[str(row["listed_as"])],
            wording.plain(row["received_on"]),
            str(wording.plain(row["response_status"])).replace("_", " "),
            wording.plain(row["days_late"]),
            wording.plain(row["days_open"]),
            wording.count(row["breaches"]),
            wording.count(row["exceptions"]),
            wording.plain(row["rules_not_assessed"]),
        ]
        for row in rows.head(SHOWN_ROWS).to_dict("records")
    ]
    caption = "Reports of the caseload, those with most breaches first"
    if len(rows) > SHOWN_ROWS:
        caption += f" (the first {SHOWN_ROWS} of {len(rows):,}; the download has all)"
    st.html(
        markup.section("The reports", "Exceptions count breaches and rules for review. The period has no part in this.")
        + (markup.table(caption, heads, body, tall=True) if body else "<p>No report of this place is known.</p>")
    )
    return Files("caseload", rows, f"caseload-{chosen.place.geography_id}") if body else None


def draw_families(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the rates of families that came back, by period and window."""
    rows = cached(re_reports.rates, published, chosen.period.period_type, chosen.place)
    st.html(
        markup.section(
            "Families that came back",
            "Of the unsubstantiated reports that were settled in a period, the share whose family was reported again "
            "within the window. Reports whose window is still open are in no rate. That a family came back proves "
            "neither the first report right nor its finding wrong.",
        )
    )
    if rows.empty:
        why = cached(delivery, published).lacking(SETTLED_BY)
        st.html(f"<p>{escape(why) or 'No unsubstantiated report of this place was settled.'}</p>")
        return None
    heads = [Column("Settled in"), Column("Within")]
    heads += [
        Column(name, numeric=True) for name in ("Window ended", "Came back", "Rate", "95 % interval", "Window open")
    ]
    heads.append(Column("Note"))
    body = [
        [
            row["period_label"],
            f"{row['window_length']} {row['window_unit']}",
            wording.count(row["denominator"]),
            wording.count(row["numerator"]),
            wording.percent(row["rate"]),
            wording.NO_RATE if wording.is_missing(row["rate"]) else wording.interval(row["rate_low"], row["rate_high"]),
            wording.count(row["windows_open"]),
            _note(bool(row["is_mature"]), row["denominator"]),
        ]
        for row in rows.to_dict("records")
    ]
    st.html(
        markup.table(f"Families reported again, {chosen.place.name}", heads, body, tall=len(body) > 12)
        + f'<p class="cite">Source: R(b)(4); ITS 14, 15; {CITATION}. The lengths of the windows are ours.</p>'
    )
    return Files("rates", rows, f"re-report-rates-{chosen.place.geography_id}")


def draw_single_families(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the families of the chosen period behind a line that opens."""
    if cached(re_reports.rates, published, chosen.period.period_type, chosen.place).empty:
        return None
    rows = cached(re_reports.families, published, chosen.period, chosen.place)
    if rows.empty:
        st.html(f"<p>No family of a report settled in {escape(chosen.period.label)} has come back so far.</p>")
        return None
    heads = [Column("Report"), Column("Family"), Column("County"), Column("Settled"), Column("Outcome"),
             Column("Reported again"), Column("Next report")]  # fmt: skip
    body = [
        [
            markup.report_link(row["referral_id"]),
            wording.plain(row["family_id"]),
            wording.plain(row["county_name"]),
            wording.plain(row["index_on"]),
            str(wording.plain(row["finding_outcome"])).replace("_", " "),
            wording.plain(row["re_reported_on"]) or f"within {row['window_length']} {row['window_unit']}",
            wording.plain(row["re_report_referral_id"]) or "outside the caseload",
        ]
        for row in rows.head(SHOWN_ROWS).to_dict("records")
    ]
    caption = f"Reports settled in {chosen.period.label} whose family came back, the newest first"
    st.html(
        markup.folded(
            f"The families of {chosen.period.label}: {len(rows):,}", markup.table(caption, heads, body, tall=True)
        )
    )
    return Files("families", rows, f"families-{chosen.period.label}")


def draw_complaints(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the complaints of the period by what the register says of them; nothing without a register."""
    if REGISTER not in cached(delivery, published).extracts:
        return None
    rows = cached(complaints.complaint_breakdowns, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            f"Complaints of {chosen.period.label}",
            "By the county that a complaint concerns and the day on which it was received. The values of each "
            "breakdown add up to all complaints.",
        )
    )
    if rows.empty:
        st.html("<p>No complaint was received in this period and place.</p>")
        return None
    heads = [Column("Recorded"), Column("Value"), *(Column(name, numeric=True) for name in ("Complaints", "Closed"))]
    body = [
        [name, row["value_label"], wording.count(row["complaints"]), wording.count(row["closed"])]
        for breakdown, name in BREAKDOWNS.items()
        for row in rows[rows["breakdown"] == breakdown].to_dict("records")
    ]
    st.html(
        markup.table(f"Complaints received in {chosen.period.label}, {chosen.place.name}", heads, body)
        + f'<p class="cite">Source: {CITATION}</p>'
    )
    return Files("complaints", rows, f"complaints-{chosen.period.label}")


def _note(is_mature: bool, denominator: object) -> str:
    if charts.is_small(denominator):
        return "fewer than 20 reports"
    return "" if is_mature else "still changes: windows are open"
