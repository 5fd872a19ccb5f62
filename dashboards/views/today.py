"""The first page: what is overdue and waits today, which signals and breaches are new, and what is held."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.oversight import summary
from dashboards.today import news, waiting
from serving import wording
from serving.attention import waiting as waits
from serving.attention import words
from serving.figures import Place
from serving.published import OVERSIGHT, Published


def draw_page() -> None:
    """Draw the page."""
    published = access.require("today")
    if published.as_of is None:
        st.html(markup.heading("Today", "No figures yet", "Nothing can wait until a referrals extract has landed."))
        return
    place = frame.chosen_place(published)
    oversight = published.audience == OVERSIGHT
    draw_once(_draw_for_oversight if oversight else _draw_for_the_agency, published, place)
    if oversight or published.has("marts", "due_reports"):
        rows = cached(waits.of_caseload if oversight else waits.by_kind, published, place)
        if not _nothing_waits(rows):
            waiting.draw_reports(published, place, rows)
    draw_once(_draw_news, published, place)
    draw_once(news.draw_deliveries, published)


def _draw_news(published: Published, place: Place) -> Files | None:
    news.draw_signals(published, place)
    return news.draw_breaches(published, place)


def _draw_for_the_agency(published: Published, place: Place) -> Files | None:
    rows = cached(waits.by_kind, published, place)
    before = cached(waits.overdue_before, published, place)
    _draw_finding(published, words.finding(rows, before, place), words.others(rows))
    if rows.empty:
        waiting.not_there()
        return None
    if _nothing_waits(rows):
        waiting.draw_nothing(place, "report")
        return None
    waiting.draw_kinds(published, place, rows, "Reports")
    waiting.draw_ages(published, place)
    return waiting.draw_counties(published, place)


def _draw_for_oversight(published: Published, place: Place) -> None:
    rows = cached(waits.of_caseload, published, place)
    before = cached(waits.overdue_before, published, place)
    title = words.finding(rows, before, place)
    _draw_finding(published, f"Of the caseload, {title[0].lower()}{title[1:]}", words.others(rows))
    summary.draw_caseload(published)
    summary.draw_complaints(published)
    if rows.empty:
        waiting.not_there()
        return
    if _nothing_waits(rows):
        waiting.draw_nothing(place, "report of the caseload")
        return
    waiting.draw_kinds(published, place, rows, "Reports of the caseload")


def _nothing_waits(rows: pd.DataFrame) -> bool:
    """Whether every kind of waiting is known, and is 0."""
    return bool(rows["reports"].notna().all()) and not rows["reports"].any()


def _draw_finding(published: Published, title: str, lead: str) -> None:
    below = f"On {wording.day(published.as_of_on)}, the day of the extract."
    st.html(markup.heading("Today", title, below) + (f'<p class="lead">{escape(lead)}</p>' if lead else ""))


if __name__ == "__main__":
    draw_page()
