"""Draws the page's finding, and what the newest judged month of each measure says."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.markup import Link
from dashboards.performance import choosing, marks
from serving import wording
from serving.attention import signals
from serving.delivery import delivery
from serving.figures import Place
from serving.performance import series, words
from serving.published import Published


def draw(published: Published, place: Place) -> None:
    """Draw the finding and all measures. The place has one measure at least."""
    rows = cached(series.newest_by_measure, published, place)
    of_district = ", the county's district" if place.geography_type == "county" else ""
    where = rows["geography_name"].iloc[0]
    st.html(
        markup.heading(f"Trends: {where}{of_district}", finding(rows))
        + f'<p class="lead">{escape(chance(published, place, rows))}</p>'
        + '<ul class="measures">'
        + "".join(_measure(published, row) for row in rows.to_dict("records"))
        + "</ul>"
        + markup.explained(
            "What the marks mean",
            [
                (name, "", f"{text} In the chart its months are {marks.SHAPES[reading]}.")
                for reading, (name, _, text) in marks.READINGS.items()
            ],
        )
    )


def finding(rows: pd.DataFrame) -> str:
    """Write how many measures show a signal in the newest month in which one was judged, and the first of them."""
    judged = rows[rows["reading"] != "not_judged"]
    if judged.empty:
        return "No measure can be judged yet"
    newest = judged["period_start"].max()
    now = judged[judged["period_start"] == newest]
    found = now[now["reading"] != "common_cause"]
    month, number = wording.month(newest), len(now)
    several = "measure" if number == 1 else "measures"
    if found.empty:
        if number == 1:
            return f"The one measure that can be judged shows no signal in {month}"
        return f"None of {number} {several} shows a signal in {month}"
    concerns = int((found["reading"] == "concern").sum())
    verb = "shows" if len(found) == 1 else "show"
    told = "no concern" if not concerns else "1 concern" if concerns == 1 else f"{concerns} concerns"
    return f"{len(found)} of {number} {several} {verb} a signal in {month}: {told}"


def chance(published: Published, place: Place, rows: pd.DataFrame) -> str:
    """Say how many signals chance alone would give, in these charts and in all of the state and its districts."""
    judged = int((rows["reading"] != "not_judged").sum())
    text = (
        f"Chance alone gives a signal in the newest month on about 2 of 100 charts, here on about "
        f"{_about(judged * signals.BY_CHANCE)} of {judged}."
    )
    month = cached(signals.newest_month, published, Place("state", published.jurisdiction_id, ""))
    if month is not None and place.geography_type == "state" and month.judged:
        text += (
            f" With those of the districts, {len(month.signals):,} of {month.judged:,} charts have one in "
            f"{wording.month(month.label)}; chance alone would give about {_about(month.by_chance)}."
        )
    later = rows[(rows["reading"] != "not_judged")]
    if later["period_start"].nunique() > 1:
        text += " A measure that waits for findings is judged only in months in which nearly all of them have come."
    unknown = len(rows) - judged
    if unknown:
        text += f" {unknown} {'measure' if unknown == 1 else 'measures'} of {len(rows)} can't be judged, as told below."
    return f"{text} A signal is a reason to look, and proves nothing."


def _about(number: float) -> str:
    return f"{number:,.1f}" if number >= 0.1 else f"{number:.2f}"


def told(published: Published, row: Mapping[Any, Any]) -> str:
    """Say what the newest judged month of a measure is, or why none was judged."""
    if row["reading"] != "not_judged":
        return words.sentence(row)
    if not row["measured"]:
        return f"Not assessed. {cached(delivery, published).why_not_assessed(str(row['measure']))}"
    return series.why_not_judged(row)


def _measure(published: Published, row: Mapping[Any, Any]) -> str:
    name = markup.link(Link(str(row["label"]), choosing.address(str(row["measure"]))))
    return f"<li>{marks.mark(row)}<span><b>{name}</b> {escape(told(published, row))}</span></li>"
