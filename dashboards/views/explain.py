"""The page that explains one figure, one rule or one report: how it came about, by which limits and which law."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import access, addresses, frame, markup
from dashboards.cached import cached
from dashboards.explaining import choosing, figure, report, rule
from dashboards.pages import Page
from serving import explain, explain_report
from serving.published import Published

_SEARCH = markup.Link("Find a figure or a rule by its words", "definitions")
# A figure and a rule have a place and a period. A report has neither, so the page draws the filters itself.
_WITH_FILTERS = Page("explain", "Explain", "explain", "Behind the figures")


def draw_page() -> None:
    """Draw the page."""
    published = access.require("explain")
    asked, unknown = choosing.choose(published)
    frame.say_unknown([unknown] if unknown else [])
    if asked.kind == addresses.REPORT:
        report.draw(published, asked.name)
        return
    if not asked.kind:
        _draw_choice(published)
        return
    chosen = None
    if published.as_of is not None:
        frame.say_unknown(frame.filters(published, _WITH_FILTERS))
        chosen = frame.choice(published)
    (figure if asked.kind == addresses.METRIC else rule).draw(published, asked.name, chosen)


def _draw_choice(published: Published) -> None:
    listed = cached(explain.subjects, published)
    figures, rules = len(listed["metrics"]), len(listed["rules"])
    holds = explain_report.holds_reports(published)
    text = (
        "Every number of a page leads here, and so does every report in a list."
        if holds
        else "Every number of a page leads here. This audience's file holds no single report, so none is explained."
    )
    st.html(
        markup.heading(
            "Explain", f"Choose one of {figures:,} figures and {rules:,} rules{', or a report' if holds else ''}"
        )
        + f'<p class="lead">{escape(text)}</p><p>{markup.link(_SEARCH)}</p>'
    )


if __name__ == "__main__":
    draw_page()
