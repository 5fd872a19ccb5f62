"""Draws the complaints of a period one by one, each beside what the agency's record shows of the report it names."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.oversight.summary import CITATION
from serving import wording
from serving.delivery import delivery
from serving.oversight import complaints
from serving.oversight.words import LINKS, LISTED, REGISTER, STAGES
from serving.published import Published

SHOWN_ROWS = 200
IN_CASELOAD = "in_caseload"


def draw(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the complaints of the period and place, open ones first; nothing where there is none."""
    if REGISTER not in cached(delivery, published).extracts:
        return None
    rows = cached(complaints.beside_the_record, published, chosen.period, chosen.place)
    if rows.empty:
        return None
    heads = [Column("Complaint"), Column("County"), Column("Received"), Column("Concern"), Column("Stage")]
    heads += [Column("Days", numeric=True), Column("Finding of the office"), Column("Report")]
    heads += [Column("Listed as"), Column("Its response"), Column("Its findings")]
    heads += [Column("Breaches", numeric=True), Column("Rules not assessed", numeric=True)]
    caption = f"Complaints received in {chosen.period.label}, {chosen.place.name}, open ones first"
    if len(rows) > SHOWN_ROWS:
        caption += f" (the first {SHOWN_ROWS} of {len(rows):,}; the download has all)"
    body = [_cells(row) for row in rows.head(SHOWN_ROWS).to_dict("records")]
    st.html(
        markup.section("Each complaint beside the agency's record", finding(rows))
        + markup.table(caption, heads, body, tall=True)
        + f'<p class="cite">Source: {CITATION}. Days are those waited so far, or until closing. A breach is a broken '
        "rule where the policy says “must”.</p>"
    )
    return Files("complaints beside the record", rows, f"complaints-beside-record-{chosen.period.label}")


def finding(rows: pd.DataFrame) -> str:
    """Write how many complaints name a report of the caseload, and how many of these reports break a rule."""
    named = rows[rows["report_link"] == IN_CASELOAD]
    if named.empty:
        return f"{_number(len(rows))} none names a report of the caseload."
    # Several complaints may name one report.
    reports = named.drop_duplicates("referral_id")
    judged = reports[reports["breaches"].notna()]
    broken = int((judged["breaches"] > 0).sum())
    said = f"{_number(len(rows))} {len(named):,} {'names' if len(named) == 1 else 'name'} a report of the caseload"
    if judged.empty:
        return f"{said}. No rule could be assessed on these reports."
    if len(reports) == 1:
        return f"{said}. The report has {'a' if broken else 'no known'} breach."
    have = "none has" if not broken else "1 has" if broken == 1 else f"{broken:,} have"
    unknown = len(reports) - len(judged)
    lost = f", and on {unknown:,} no rule could be assessed" if unknown else ""
    return f"{said}. Of these {len(reports):,} reports, {have} a known breach{lost}."


def _number(complaints_received: int) -> str:
    return "Of 1 complaint," if complaints_received == 1 else f"Of {complaints_received:,} complaints,"


def _cells(row: Mapping[Hashable, Any]) -> list[object]:
    is_listed = row["report_link"] == IN_CASELOAD
    days = row["days_waiting"] if wording.is_missing(row["days_to_close"]) else row["days_to_close"]
    stage = "Closed" if row["stage"] == "closed" else STAGES.get(str(row["stage"]), "Not known")
    return [
        row["complaint_id"],
        wording.plain(row["county_name"]),
        wording.plain(row["received_on"]),
        wording.plain(row["concern_label"]) or "Not recorded",
        stage,
        wording.plain(days),
        wording.plain(row["finding_label"]),
        markup.report_link(row["referral_id"]) if is_listed else LINKS[str(row["report_link"])],
        LISTED[str(row["report_listed_as"])] if is_listed else "",
        _words(row["response_status"]) + _late(row["days_late"]),
        _words(row["report_finding_outcome"]),
        wording.count(row["breaches"]) if is_listed else "",
        wording.count(row["rules_not_assessed"]) if is_listed else "",
    ]


def _late(days: object) -> str:
    if wording.is_missing(days):
        return ""
    number = int(str(days))
    return f", {number:,}{wording.SPACE}{'day' if number == 1 else 'days'}"


def _words(code: object) -> str:
    return str(wording.plain(code)).replace("_", " ")
