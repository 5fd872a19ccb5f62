"""What surrounds every page: the style, the as-of banner, the filters for place and period, the footer."""

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

PERIOD_NAMES = {
    "fiscal_year": "Fiscal year",
    "quarter": "Quarter",
    "month": "Month",
    "calendar_year": "Calendar year",
}
STYLE = Path(__file__).parent / "style.css"


@dataclass(frozen=True)
class Choice:
    """The place and period that the filters name."""

    place: Place
    period: Period


def style() -> None:
    """The house style, once a run."""
    st.html(STYLE)


def not_an_audience(name: str) -> None:
    """The page of a server that was started for an audience that there is not."""
    st.html(
        markup.heading("Child abuse hotline", "There is no such audience")
        + f'<p class="lead">Nothing is published for “{escape(name)}”. Start the server for one of: '
        f"{escape(', '.join(AUDIENCES))}.</p>"
    )


def could_not_be_drawn() -> None:
    """In place of a page that failed: no traceback and no value; the log says where."""
    st.html(
        '<p class="lead" role="alert">This page could not be drawn. Nothing is wrong with what is published; the '
        "server's log says where it failed.</p>"
    )


def nothing_published() -> None:
    """The page where no publication exists: what to do, and no traceback."""
    st.html(
        markup.heading("Child abuse hotline", "Nothing is published yet")
        + '<p class="lead">Run <code>hotline demo</code> for a demonstration with synthetic extracts, or '
        "<code>hotline run FILE…</code> with the case system's extracts. This page shows them when it is loaded "
        "again.</p>"
    )


def banner(published: Published, chosen: Choice | None) -> None:
    """Which jurisdiction, as of when, for whom, from which publication, and whether the period has ended."""
    name = escape(published.jurisdiction_name)
    if published.as_of is None:
        st.html(
            markup.banner([f"<b>{name}</b>", "No referrals extract has landed yet: every figure is empty."], warn=True)
        )
        return
    facts = [
        f"<b>{name}</b>",
        f"As of <b>{escape(wording.instant(published.as_of))}</b> ({escape(published.time_zone)})",
    ]
    running = chosen is not None and not chosen.period.is_complete
    if chosen is not None:
        facts.append(f"{escape(chosen.period.label)} is {'<b>not complete</b>' if running else 'complete'}")
    facts.append(f"For: {escape(AUDIENCES[published.audience])}")
    facts.append(f"Publication {escape(published.publication_id)}")
    st.html(markup.banner(facts, warn=running))


def filters(published: Published) -> None:
    """Place and period, shared by all pages and kept in the address, so that a link shows the same figures.

    A period that the address does not name is the newest one.
    """
    place_names = [place.name for place in cached(figures.places, published)]
    place, kind, period = st.columns([2, 1, 1])
    place.selectbox("Place", place_names, key="place", bind="query-params")
    chosen_type = kind.selectbox("Period type", list(PERIOD_NAMES.values()), key="by", bind="query-params")
    labels = [item.label for item in cached(figures.periods, published, _type_of(chosen_type))]
    period.selectbox("Period", labels, key="period", bind="query-params")


def choice(published: Published) -> Choice | None:
    """What the filters hold; None where there are no figures yet."""
    period_type = _type_of(st.session_state.get("by"))
    periods = cached(figures.periods, published, period_type)
    if not periods:
        return None
    places = cached(figures.places, published)
    place = next((item for item in places if item.name == st.session_state.get("place")), places[0])
    period = next((item for item in periods if item.label == st.session_state.get("period")), periods[0])
    return Choice(place, period)


def extent(published: Published, period: Period) -> str:
    """From when to when the period runs, and how many of its days as_of has seen."""
    if period.is_complete or published.as_of_on is None:
        return f"{wording.day(period.start)} to {wording.day(period.end)}; complete."
    return (
        f"{wording.day(period.start)} to {wording.day(period.end)}; not complete: {period.days_elapsed} of "
        f"{wording.days_between(period.start, period.end)} days have begun. What came after "
        f"{wording.instant(published.as_of)} is not in these figures."
    )


def footer(published: Published) -> None:
    """What holds on every page."""
    st.html(
        '<div class="foot"><p>A report is what the statute calls a call. Periods and days are those of '
        f"{escape(published.time_zone)}. Figures are published for the agency and for oversight by the Office of "
        "Child Advocate, the ombudsman for children; no page shows a name. A figure that could not be assessed says "
        "so and is never shown as 0.</p><p>Sources: R(b) is paragraph (b) of the Hotline's rule, ITS 8 its "
        "instruction to staff 8; other laws are written out.</p></div>"
    )


def _type_of(name: str | None) -> str:
    return next((key for key, shown in PERIOD_NAMES.items() if shown == name), "fiscal_year")
