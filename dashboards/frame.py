"""Draws the frame of every page: the style, the as-of banner, the filters for place and period, and the footer."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from dashboards import markup
from dashboards.access import AUDIENCES
from dashboards.cached import cached
from serving import figures, wording
from serving.figures import Period, Place
from serving.published import Published
from serving.withdrawn import batches_taken_back, withdrawn_sentence

PERIOD_NAMES = {
    "fiscal_year": "Fiscal year",
    "quarter": "Quarter",
    "month": "Month",
    "calendar_year": "Calendar year",
}
STYLE = Path(__file__).parent / "style.css"


@dataclass(frozen=True)
class Choice:
    """The place and period that the filters hold."""

    place: Place
    period: Period


def style() -> None:
    """Apply the house style, once per run."""
    st.html(STYLE)


def not_an_audience(name: str) -> None:
    """Draw the page of a server that was started for an unknown audience."""
    st.html(
        markup.heading("Child abuse hotline", "There is no such audience")
        + f'<p class="lead">Nothing is published for “{escape(name)}”. Start the server for one of: '
        f"{escape(', '.join(AUDIENCES))}.</p>"
    )


def could_not_be_drawn() -> None:
    """Draw a notice in place of a page that failed, with no traceback and no value. The log says where it failed."""
    st.html(
        '<p class="lead" role="alert">This page could not be drawn. The published figures are not affected. The '
        "server's log says where the page failed.</p>"
    )


def could_not_be_read() -> None:
    """Draw a notice in place of every page where the published file is damaged."""
    st.html(
        markup.heading("Child abuse hotline", "The published file can't be read")
        + '<p class="lead" role="alert">Whoever runs the warehouse should run <code>hotline explain</code>, which says '
        "which file is damaged and what to do.</p>"
    )


def nothing_published() -> None:
    """Draw the page for a warehouse without a publication: it says what to do and shows no traceback."""
    st.html(
        markup.heading("Child abuse hotline", "Nothing is published yet")
        + '<p class="lead">Run <code>hotline demo</code> for a demonstration with synthetic extracts, or '
        "<code>hotline run FILE…</code> with the case system's extracts. Then load this page again.</p>"
    )


def not_as_published(sentence: str) -> None:
    """Draw the page for a file that was changed since it was published: no figure of it is shown."""
    st.html(markup.heading("Child abuse hotline", "No figures are shown") + f'<p class="lead">{escape(sentence)}</p>')


def banner(published: Published, chosen: Choice | None) -> None:
    """Draw the banner: jurisdiction, as-of instant, whether the period has ended, audience and publication.

    A publication that was made from a batch taken back since says so before everything else.
    """
    name = escape(published.jurisdiction_name)
    batches = batches_taken_back(published.path)
    if batches:
        st.html(markup.banner([f"<b>Withdrawn.</b> {escape(withdrawn_sentence(batches))}"], warn=True))
    if published.as_of is None:
        st.html(
            markup.banner([f"<b>{name}</b>", "No referrals extract has landed yet: every figure is empty."], warn=True)
        )
        return
    facts = [
        f"<b>{name}</b>",
        f"As of <b>{escape(wording.instant(published.as_of))}</b> ({escape(published.time_zone)})",
    ]
    running = chosen is not None and not chosen.period.is_covered
    if chosen is not None:
        facts.append(f"{escape(chosen.period.label)} is {'<b>not complete</b>' if running else 'complete'}")
    facts.append(f"Audience: {escape(AUDIENCES[published.audience])}")
    facts.append(f"Publication {escape(published.publication_id)}")
    st.html(markup.banner(facts, warn=running))


def filters(published: Published) -> None:
    """Draw the filters for place and period. All pages share them, and the address keeps them for links.

    Where the address names no period, the filter holds the newest one.
    """
    place_names = [place.name for place in cached(figures.places, published)]
    place, kind, period = st.columns([2, 1, 1])
    place.selectbox("Place", place_names, key="place", bind="query-params")
    chosen_type = kind.selectbox("Period type", list(PERIOD_NAMES.values()), key="by", bind="query-params")
    labels = [item.label for item in cached(figures.periods, published, _type_of(chosen_type))]
    period.selectbox("Period", labels, key="period", bind="query-params")


def choice(published: Published) -> Choice | None:
    """Return the place and period of the filters, or None where there are no figures yet."""
    period_type = _type_of(st.session_state.get("by"))
    periods = cached(figures.periods, published, period_type)
    if not periods:
        return None
    places = cached(figures.places, published)
    place = next((item for item in places if item.name == st.session_state.get("place")), places[0])
    period = next((item for item in periods if item.label == st.session_state.get("period")), periods[0])
    return Choice(place, period)


def extent(published: Published, period: Period) -> str:
    """Say when the period begins and ends, how many of its days have begun by as_of, and which were not delivered."""
    days = f"{wording.day(period.start)} to {wording.day(period.end)}"
    if period.is_covered or published.as_of_on is None:
        text = f"{days}; complete."
    elif period.is_complete:
        newest = wording.day(cached(figures.newest_report_on, published))
        text = f"{days}; not complete: the newest report that was delivered was received on {newest}."
    else:
        every = wording.days_between(period.start, period.end)
        text = (
            f"{days}; not complete: {period.days_elapsed} of {every} days have begun. Nothing that came after "
            f"{wording.instant(published.as_of)} is in these figures."
        )
    missing = cached(figures.days_without_reports, published, period)
    if missing:
        number = "1 day has" if missing == 1 else f"{missing:,} days have"
        text += f" {number} no report from the whole state: a gap in what was delivered, and not quiet."
    return text


def footer(published: Published) -> None:
    """Draw the notes that hold on every page."""
    st.html(
        '<div class="foot"><p>The statute calls a report a “call”. Days and periods follow the time zone '
        f"{escape(published.time_zone)}. The figures are published for the agency and for oversight by the Office of "
        "Child Advocate, the ombudsman for children. No page shows a name. A figure that could not be assessed says "
        "so and is never shown as 0.</p><p>Sources: R(b) is paragraph (b) of the Hotline's rule, and ITS 8 is number 8 "
        "of its instructions to staff. Other laws are written out.</p></div>"
    )


def _type_of(name: str | None) -> str:
    return next((key for key, shown in PERIOD_NAMES.items() if shown == name), "fiscal_year")
