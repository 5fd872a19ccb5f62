"""Draws the sums of the oversight office: its caseload, and the clocks and outcomes of its complaints."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.markup import Column
from serving import wording
from serving.delivery import delivery
from serving.oversight import caseload, complaints
from serving.oversight.words import LISTED, LISTED_BY, REGISTER, STAGES
from serving.published import Published

CITATION = "OCA FAQ"


def draw_caseload(published: Published) -> None:
    """Draw the caseload by the reason for which reports are listed, and what came and went since before."""
    rows = cached(caseload.caseload, published)
    changed = cached(caseload.came_and_went, published)
    lacking = cached(delivery, published).lacking(LISTED_BY)
    if lacking and rows.empty:
        st.html(markup.section("The caseload is not known") + f"<p>{escape(lacking)}</p>")
        return
    total = int(rows["reports"].sum()) if not rows.empty else 0
    text = f"Not all of the caseload is known. {lacking} " if lacking else ""
    text += "A report is listed once, as the first of these that holds. "
    text += (
        "No earlier publication is kept, so nobody can tell which reports are new."
        if changed is None
        else f"Since the publication before, {changed[0]:,} came and {changed[1]:,} went."
    )
    heads = [Column("Listed as")]
    heads += [Column(name, numeric=True) for name in ("Reports", "With a breach", "Breaches", "Longest open")]
    body = [
        [
            LISTED[str(row["listed_as"])],
            wording.count(row["reports"]),
            wording.count(row["reports_with_breaches"]),
            wording.count(row["breaches"]),
            wording.NO_RATE
            if wording.is_missing(row["longest_days_open"])
            else f"{int(row['longest_days_open']):,} days",
        ]
        for row in rows.to_dict("records")
    ]
    st.html(
        markup.section(f"{total:,} reports in the whole caseload", text)
        + markup.table("Reports under the office's oversight", heads, body)
        + f'<p class="cite">Source: {CITATION}. A breach is a broken rule where the policy says “must”.</p>'
    )


def draw_complaints(published: Published) -> None:
    """Draw how long open complaints wait at each stage, and what became of complaints by fiscal year."""
    if REGISTER not in cached(delivery, published).extracts:
        st.html(markup.section("Complaints are not known") + f"<p>The extract {REGISTER} was not delivered.</p>")
        return
    stages = cached(complaints.complaint_clocks, published)
    waiting = int(stages["complaints"].sum())
    title = (
        "No complaint is open"
        if not waiting
        else f"{waiting:,} {'complaint is' if waiting == 1 else 'complaints are'} open"
    )
    unknown = cached(complaints.complaints_without_stage, published)
    text = "No rule sets a time for a complaint, so none is overdue: the days waited since receipt tell its age."
    if unknown:
        text += f" The stage of {unknown:,} is not known, because closings were not delivered."
    heads = [Column("Stage"), *(Column(name, numeric=True) for name in ("Complaints", "Median days", "Longest"))]
    body = [
        [
            STAGES[str(row["stage"])],
            wording.count(row["complaints"]),
            wording.NO_RATE
            if wording.is_missing(row["median_days_waiting"])
            else f"{float(row['median_days_waiting']):g}",
            wording.NO_RATE
            if wording.is_missing(row["longest_days_waiting"])
            else f"{int(row['longest_days_waiting']):,} days",
        ]
        for row in stages.to_dict("records")
    ]
    st.html(
        markup.section(title, text)
        + markup.table("Complaints that are not closed, by the last stage reached", heads, body)
        + f'<p class="cite">Source: {CITATION}</p>'
    )
    _draw_years(published)


def _draw_years(published: Published) -> None:
    years = cached(complaints.complaint_years, published)
    if years.empty:
        return
    counts = {"complaints": "Received", "in_scope": "In scope", "decided": "Decided", "investigated": "Investigated",
              "closed": "Closed"}  # fmt: skip
    medians = {"median_days_to_follow_up": "Median days to follow-up", "median_days_to_decision": "to decision",
               "median_days_to_close": "to closing"}  # fmt: skip
    heads = [Column("Fiscal year"), *(Column(name, numeric=True) for name in (*counts.values(), *medians.values()))]
    body = [
        [
            f"{row['period_label']}{'' if row['is_complete'] else ' (not complete)'}",
            *(wording.count(row[name]) for name in counts),
            *(wording.NO_RATE if wording.is_missing(row[name]) else f"{float(row[name]):g}" for name in medians),
        ]
        for row in years.to_dict("records")
    ]
    st.html(
        markup.folded(
            "What became of complaints, by fiscal year",
            markup.table("Complaints by fiscal year of receipt", heads, body),
        )
    )
