"""Draws the frame of every page: style, menu, as-of banner, the filters for place and period, and the footer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.pages import AUDIENCES, Page
from serving import figures, operations, wording
from serving.attention import news_words
from serving.drawing.dark import style_of_charts
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
_STYLE_OF_CHARTS = f"<style>{style_of_charts('[data-testid=stVegaLiteChart]')}</style>"


@dataclass(frozen=True)
class Choice:
    """The place and period that the filters hold."""

    place: Place
    period: Period


def style() -> None:
    """Apply the house style, once per run."""
    st.html(STYLE)
    st.html(_STYLE_OF_CHARTS)


def menu(groups: Mapping[str, Sequence[Any]]) -> None:
    """Draw the pages by group at the side and, for narrow screens that fold the side away, as a row of links.

    Streamlit's own menu puts groups into a list in a way that assistive technology can't read.
    """
    with st.sidebar:
        for group, links in groups.items():
            st.html(f'<p class="group">{escape(group)}</p>')
            for link in links:
                st.page_link(link)
    with st.container(key="menu", horizontal=True, gap="small"):
        for link in (each for links in groups.values() for each in links):
            st.page_link(link)


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
    """Draw the banner: jurisdiction, as-of instant, whether the period has ended, and audience.

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
    st.html(markup.banner(facts, warn=running))


def filters(published: Published, page: Page) -> list[str]:
    """Draw the page's filters for place and period. All pages share them, and the address keeps them for links.

    Where the address names no period, the filter holds the newest complete one. Returns a sentence for each name in
    the address that the publication does not have.
    """
    asked = {name: st.query_params.get(name) for name in ("place", "by", "period")}
    place_names = [place.name for place in cached(figures.places, published)]
    unknown = [f"There is no place “{asked['place']}” in these figures: they are those of {place_names[0]}."]
    unknown = unknown if asked["place"] not in (None, *place_names) else []
    columns = st.columns([2, 1, 1])
    if "place" in page.filters:
        columns[0].selectbox("Place", place_names, key="place", bind="query-params")
    elif asked["place"] not in (None, place_names[0]):
        unknown = [f"This page knows no place but the whole state: its figures are not those of “{asked['place']}”."]
    if "period" not in page.filters:
        return unknown
    kind, period = columns[1:] if "place" in page.filters else columns[:2]
    type_names = list(PERIOD_NAMES.values())
    chosen_type = kind.selectbox("Period type", type_names, key="by", bind="query-params")
    periods = cached(figures.periods, published, _type_of(chosen_type))
    labels = [item.label for item in periods]
    shown = _default(periods)
    period.selectbox("Period", labels, index=shown, key="period", bind="query-params")
    if asked["by"] not in (None, *type_names):
        unknown.append(f"There is no type of period “{asked['by']}”: the figures are by {type_names[0].lower()}.")
    elif periods and asked["period"] not in (None, *labels):
        kind_name = str(chosen_type).lower()
        unknown.append(
            f"There is no {kind_name} “{asked['period']}” in these figures: they are those of {labels[shown]}."
        )
    return unknown


def say_unknown(sentences: Iterable[str]) -> None:
    """Say which names of the address are unknown, and what is shown in their place."""
    for sentence in sentences:
        st.html(f'<p class="notice" role="status">{escape(sentence)}</p>')


def choice(published: Published) -> Choice | None:
    """Return the place and period of the filters, or None where there are no figures yet."""
    period_type = _type_of(st.session_state.get("by"))
    periods = cached(figures.periods, published, period_type)
    if not periods:
        return None
    chosen = st.session_state.get("period")
    period = next((item for item in periods if item.label == chosen), periods[_default(periods)])
    return Choice(chosen_place(published), period)


def chosen_place(published: Published) -> Place:
    """Return the place of the filter: the whole state unless another one is chosen."""
    places = cached(figures.places, published)
    return next((item for item in places if item.name == st.session_state.get("place")), places[0])


def titled(chosen: Choice) -> str:
    """Name the place and the period, as a page does above its finding. A period that is not complete is so far."""
    return f"{chosen.place.name}, {chosen.period.label}{'' if chosen.period.is_covered else ' so far'}"


def address(page: str, **asked: str) -> str:
    """Return the address of a page with the place and the period that the filters hold, and what else is asked."""
    kept = {name: st.query_params[name] for name in ("place", "by", "period") if name in st.query_params}
    return f"{page}?{urlencode({**asked, **kept})}"


def place_links(published: Published, page: str) -> Callable[[str, str], markup.Link | str]:
    """Return what makes a place, by its id and name, lead to `page` of that place, for the period of the filters."""
    known = {place.geography_id: place.name for place in cached(figures.places, published)}
    kept = {each: st.query_params[each] for each in ("by", "period") if each in st.query_params}

    def link(geography_id: str, name: str) -> markup.Link | str:
        if geography_id not in known:
            return name
        return markup.Link(name, f"{page}?{urlencode({'place': known[geography_id], **kept})}")

    return link


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
    set_aside = news_words.quarantined(cached(operations.loads, published))
    return f"{text} Of all rows delivered, {set_aside}" if set_aside else text


def footer(published: Published) -> None:
    """Draw the notes that hold on every page."""
    st.html(
        '<div class="foot"><p>The statute calls a report a “call”. Days and periods follow the time zone '
        f"{escape(published.time_zone)}. The figures are published for the agency and for oversight by the Office of "
        "Child Advocate, the ombudsman for children. No page shows a name. A figure that could not be assessed says "
        f"so and is never shown as 0.</p><p>Publication {escape(published.publication_id)}.</p>"
        "<p>Sources: R(b) is paragraph (b) of the Hotline's rule, and ITS 8 is number 8 of its instructions "
        "to staff. Other laws are written out.</p></div>"
    )


def _default(periods: Sequence[Period]) -> int:
    """Where the newest complete period stands in a list from the newest on, or the newest where none is complete."""
    return next((number for number, period in enumerate(periods) if period.is_covered), 0)


def _type_of(name: str | None) -> str:
    return next((key for key, shown in PERIOD_NAMES.items() if shown == name), "fiscal_year")
