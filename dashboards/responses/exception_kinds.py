"""Draws how many responses each kind of exception excused, with its law and what it means."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.responses.response_parts import PRIORITIES
from serving import wording
from serving.delivery import delivery
from serving.published import Published
from serving.responses import exceptions

EARLIER = "This publication holds no kinds of exceptions: it was made by an earlier version."


def draw(published: Published, chosen: frame.Choice, excepted: str) -> Files | None:
    """Draw one row per priority and kind that excused a response; `excepted` is the name of that count."""
    if not published.has("marts", "response_exception_counts"):
        st.html(f"<p>{EARLIER}</p>")
        return None
    rows = cached(exceptions.kinds, published, chosen.period, chosen.place)
    if rows.empty:
        st.html(f"<p>No exception excused a response due in {escape(chosen.period.label)}.</p>")
        return None
    why = cached(delivery, published).why_not_assessed("excepted")
    if rows["excepted"].isna().all():
        st.html(f'<p>Kinds of exceptions: <span class="none">Not assessed.</span> {escape(why)}</p>')
        return None
    records = rows.astype(object).where(rows.notna(), None).to_dict("records")
    body = [
        [
            PRIORITIES[int(row["priority"])],
            row["label"] or row["initiation_exception"] or "",
            wording.count(row["excepted"]),
            row["citation"] or "",
        ]
        for row in records
    ]
    meanings = [(str(row["label"]), str(row["citation"]), str(row["description"])) for row in records if row["label"]]
    heads = [Column("Priority"), Column("Kind of exception"), Column(excepted, numeric=True), Column("Law")]
    st.html(
        markup.table(f"Excepted responses due in {chosen.period.label}, by kind of exception", heads, body)
        + '<p class="quiet">A kind that excused no response has no row. An exception on a response that was in time '
        "excused nothing, and is not counted.</p>"
        + markup.explained("What each kind means, and the law behind it", dict.fromkeys(meanings))
    )
    return Files("kinds of exceptions", rows, f"exceptions-by-kind-{chosen.period.label}")
