"""The oversight office's page: its caseload, families that came back, and complaints with their outcomes."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.oversight import complaints, details, summary
from serving.delivery import delivery
from serving.figures import Place
from serving.oversight import caseload
from serving.oversight.words import LISTED, LISTED_BY
from serving.published import Published


def draw_page() -> None:
    """Draw the page."""
    published = access.require("oversight")
    chosen = frame.choice(published)
    if chosen is None:
        st.html(
            markup.heading("Oversight", "No figures yet", "No report is listed until a referrals extract has landed.")
        )
        return
    draw_once(_draw_caseload, published, chosen)
    draw_once(details.draw_families, published, chosen)
    draw_once(details.draw_single_families, published, chosen)
    draw_once(_draw_complaints, published, chosen)
    draw_once(complaints.draw, published, chosen)


def _draw_caseload(published: Published, chosen: frame.Choice) -> Files | None:
    rows = cached(caseload.listed_reports, published, chosen.place)
    st.html(
        markup.heading(
            f"Oversight: {chosen.place.name}",
            finding(rows, chosen.place, is_known=not cached(delivery, published).lacking(LISTED_BY)),
            "The caseload is that of the day of the extract.",
        )
        + f'<p class="lead">{escape(listed(rows))}</p>'
    )
    summary.draw_caseload(published)
    return details.draw_reports(published, chosen)


def _draw_complaints(published: Published, chosen: frame.Choice) -> Files | None:
    summary.draw_complaints(published)
    return details.draw_complaints(published, chosen)


def finding(rows: pd.DataFrame, place: Place, *, is_known: bool) -> str:
    """Write how many reports of the caseload break a rule where the policy says “must”."""
    if rows.empty:
        of_place = "" if place.geography_type == "state" else f" of {place.name}"
        return f"No report{of_place} is in the caseload" if is_known else "The caseload is not known"
    known = rows[rows["breaches"].notna()]
    number, noun = len(rows), "report" if len(rows) == 1 else "reports"
    if known.empty:
        return f"{number:,} {noun} in the caseload, of which no rule could be assessed"
    broken = int((known["breaches"] > 0).sum())
    return f"{broken:,} of {number:,} {noun} in the caseload {'has' if broken == 1 else 'have'} a breach"


def listed(rows: pd.DataFrame) -> str:
    """Write for which reasons the reports are listed."""
    counts = rows["listed_as"].value_counts()
    parts = [f"{int(counts[name]):,} {label.lower()}" for name, label in LISTED.items() if name in counts]
    return f"Listed as: {', '.join(parts)}." if parts else ""


if __name__ == "__main__":
    draw_page()
