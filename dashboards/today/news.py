"""Draws what is new: signals of the newest complete month, breaches since the publication before, and what is held."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column, Link
from dashboards.today.waiting import SHOWN_ROWS
from serving import operations, wording
from serving.attention import breaches, news_words, signals, words
from serving.attention.news_words import READINGS
from serving.attention.settling import what_settles
from serving.figures import Place, places
from serving.published import Published


def draw_signals(published: Published, place: Place) -> None:
    """Draw the signals of the newest complete month, each as a sentence, with how many chance alone would give."""
    month = cached(signals.newest_month, published, place)
    if month is None or not month.judged:
        st.html(markup.section("Signals") + f"<p>{news_words.NO_MONTH_JUDGED}</p>")
        return
    rows = month.signals
    st.html(markup.section(*news_words.signals(month, place)))
    if rows.empty:
        return
    listed = [
        f"<b>{READINGS[str(row['reading'])]}{', new this month' if row['is_new'] else ''}.</b> "
        f"{_chart(published, row)}: {escape(words.signal_alone(row))}."
        for row in rows.to_dict("records")
    ]
    measures = rows.drop_duplicates("measure").to_dict("records")
    st.html(
        markup.sentences(listed)
        + markup.explained(
            "How these are counted",
            [(str(row["label"]), str(row["citation"]), str(row["definition"])) for row in measures],
        )
    )


def _chart(published: Published, row: Mapping[Any, Any]) -> str:
    """The measure and the place of a signal, as a link to their chart."""
    names = {each.geography_id: each.name for each in cached(places, published) if each.geography_type == "district"}
    asked = {"measure": str(row["measure"])}
    if row["geography_id"] in names:
        asked["place"] = names[row["geography_id"]]
    return markup.link(Link(f"{row['label']}, {row['geography_name']}", f"trends?{urlencode(asked)}"))


def draw_breaches(published: Published, place: Place) -> Files | None:
    """Draw which rules are broken by more or fewer reports than before, and the new breaches where they may be seen."""
    changes = cached(breaches.since_before, published, place)
    if changes is None:
        st.html(markup.section("Breaches since the publication before") + f"<p>{news_words.NOTHING_TO_COMPARE}</p>")
        return None
    rows = changes.by_rule
    st.html(markup.section(*news_words.breaches(changes, published.audience)))
    if rows.empty:
        st.html(f"<p>{news_words.NO_RULE_CHANGED}</p>")
    else:
        heads = [Column("Rule"), *(Column(name, numeric=True) for name in ("Now", "Before", "Change")), Column("Law")]
        body = [
            [
                Link(str(row["label"]), f"exceptions?rule={row['rule_id']}"),
                wording.count(row["broken"]),
                wording.count(row["broken_before"]),
                f"{int(row['change']):+,}",
                row["citation"],
            ]
            for row in rows.to_dict("records")
        ]
        caption = f"Rules that more or fewer reports of {place.name} break than before"
        st.html(markup.table(caption, heads, body, tall=len(body) > 12))
    if changes.new is None or changes.new.empty:
        return None
    return _draw_new_breaches(changes.new)


def _draw_new_breaches(found: pd.DataFrame) -> Files:
    heads = [Column("Report"), Column("Rule"), Column("County"), Column("Counts on"), Column("Observed"),
             Column("Expected")]  # fmt: skip
    body = [
        [
            markup.report_link(row["referral_id"]), row["label"], wording.plain(row["county_name"]),
            wording.plain(row["occurred_on"]),
            wording.plain(row["observed"]), wording.plain(row["expected"]),
        ]
        for row in found.head(SHOWN_ROWS).to_dict("records")
    ]  # fmt: skip
    caption = "New breaches, the newest first"
    if len(found) > SHOWN_ROWS:
        caption += f" (the first {SHOWN_ROWS} of {len(found):,}; the download has all)"
    st.html(markup.folded(f"The new breaches: {len(found):,}", markup.table(caption, heads, body, tall=True)))
    return Files("new breaches", found, "new-breaches")


def draw_deliveries(published: Published) -> None:
    """Draw which delivered files are held or refused, and how many rows are quarantined."""
    loads = cached(operations.loads, published)
    rejected = cached(operations.rejections, published)
    stopped = news_words.stopped(loads)
    st.html(markup.section(*news_words.deliveries(loads, rejected)))
    if not stopped.empty:
        heads = [Column("Load"), Column("Extract"), Column("File"), Column("Status"), Column("Reason"),
                 Column("What settles it")]  # fmt: skip
        body = [
            [
                row["load_id"], wording.plain(row["extract"]) or "not known", row["file_name"], row["status"],
                wording.plain(row["reason"]),
                what_settles(row["status"], wording.plain(row["extract"]), row["extracted_at_source"]),
            ]
            for row in stopped.head(10).to_dict("records")
        ]  # fmt: skip
        st.html(markup.table("Files held or refused, newest first: nothing of them is in a figure", heads, body))
    st.html(f"<p>{markup.link(Link('All deliveries, rows set aside and checks', 'data'))}</p>")
