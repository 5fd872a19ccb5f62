"""The page on trends: which measures moved more than chance allows, one of them by month and district, and counties."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.drawn import draw_once
from dashboards.performance import all_measures, choosing, counties, districts, one_measure
from serving.performance import series


def draw_page() -> None:
    """Draw the page."""
    published = access.require("performance")
    if published.as_of is None:
        st.html(markup.heading("Trends", "No figures yet", "Nothing moves until a referrals extract has landed."))
        return
    place = frame.chosen_place(published)
    rows = cached(series.newest_by_measure, published, place)
    if rows.empty:
        below = "A chart is of the state or of a district, and has a month as soon as one report was received in it."
        st.html(markup.heading(f"Trends: {place.name}", "No chart is published", below))
        return
    draw_once(all_measures.draw, published, place)
    names = {str(row["measure"]): str(row["label"]) for row in rows.to_dict("records")}
    chosen, unknown = choosing.asked(choosing.MEASURE, names, next(iter(names)))
    if unknown:
        st.html(
            f'<p class="notice" role="status">There is no measure “{escape(unknown)}” in these figures: '
            f"{escape(names[chosen])} is shown.</p>"
        )
    choosing.choose(choosing.MEASURE, "Measure", names, chosen)
    draw_once(one_measure.draw, published, place, chosen)
    draw_once(districts.draw, published, place, chosen)
    year = counties.choose_year(published, chosen)
    if year:
        draw_once(counties.draw, published, chosen, year, str(access.county_shapes() or ""))


if __name__ == "__main__":
    draw_page()
