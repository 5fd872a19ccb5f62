"""Draws the reasons for which reports were screened out, the most frequent first, with what each means."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.screening.parts import NOT_HELD
from serving import wording
from serving.delivery import delivery
from serving.drawing import charts
from serving.published import Published
from serving.screening import breakdowns

NOT_RECORDED = "No reason recorded"
REASON = ("referrals", "screen_out_reason")


def draw(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw one row per reason with its share of the reports screened out, and the meanings behind a line that opens."""
    found = cached(breakdowns.reasons, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "Why reports were screened out",
            "The most frequent reason first. The share is that of the reports screened out; each has one reason.",
        )
    )
    if not published.has("marts", "screen_out_reason_counts"):
        st.html(NOT_HELD)
        return None
    if found.empty:
        st.html(f"<p>No report was screened out in {escape(chosen.period.label)}.</p>")
        return None
    if found["reports"].isna().all():
        delivered = cached(delivery, published)
        why = delivered.lacking([("referrals", "screening_decision"), REASON])
        st.html(f'<p><span class="none">Not assessed.</span> {escape(why)}</p>')
        return None
    most = found["reports"].max()
    share = "share_of_screened_out"
    body = [
        [
            reason_name(row),
            wording.count(row["reports"]),
            row["reports"] / most if most else None,
            wording.percent(row[share]),
            wording.interval(row[f"{share}_low"], row[f"{share}_high"]),
            _said(row["citation"]),
        ]
        for row in found.to_dict("records")
    ]
    every = int(found["reports"].sum())
    heads = [Column("Reason"), Column("Reports", numeric=True), Column("Drawn as a bar", bar=True)]
    heads += [Column("Share", numeric=True), Column("95 % interval", numeric=True), Column("Law")]
    few = "Fewer than 20 reports were screened out: read the numbers, not the shares. "
    meanings = [
        (str(row["label"]), _said(row["citation"]), _said(row["description"]))
        for row in found.dropna(subset=["label"]).to_dict("records")
    ]
    st.html(
        (f'<p class="flag">{few}</p>' if charts.is_small(every) else "")
        + markup.table(
            f"Reports screened out in {chosen.period.label}, by reason",
            heads,
            body,
            total=["All reasons", wording.count(every), None, "", "", ""],
        )
        + markup.explained("What each reason means, and the law behind it", meanings)
    )
    return Files("reasons", found, f"screen-out-reasons-{chosen.period.label}")


def reason_name(row: dict[object, object]) -> str:
    """Name a reason: its label, its code where the state's list lacks it, or that none is recorded."""
    if wording.is_missing(row["screen_out_reason"]):
        return NOT_RECORDED
    return str(row["screen_out_reason"] if wording.is_missing(row["label"]) else row["label"])


def _said(text: object) -> str:
    return "" if wording.is_missing(text) else str(text)
