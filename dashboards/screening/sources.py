"""Draws where reports came from: kinds of reporter where the file holds them, channels, and hours of the week."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.charts import week
from dashboards.downloads import Files
from dashboards.markup import Column
from dashboards.screening.parts import NOT_HELD
from serving import wording
from serving.definitions import definitions, labels
from serving.delivery import delivery
from serving.drawing import charts
from serving.figures import Period, Place
from serving.published import Published
from serving.screening import breakdowns

# Classes of channels, for a file that holds no single channel.
CLASSES = {
    "telephone": "By telephone",
    "county_office": "Through a county office",
    "written": "Online, by mail or fax",
    "other": "Another way",
}
KIND, CHANNEL = ("referrals", "reporter_type"), ("referrals", "received_via")
PARTS = ("calls_screened_out", "referrals_assigned")
SHARES = (
    (
        "Share of reports",
        "R(a), R(b)",
        "The row's reports as a share of all reports received in the period and place. Reports of unknown kind or "
        "channel are in the whole.",
    ),
    (
        "Share of these screened out",
        "R(b)(1)",
        "The reports of the row that were screened out, as a share of the row's reports. A report that still waits for "
        "its decision is in the whole.",
    ),
)


def draw_kinds(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the kinds of reporter, each with what became of its reports, where the audience gets them."""
    st.html(
        markup.section(
            "Who reported, and how",
            "Each report counts once in each table. A report of unknown kind or channel has a row of its own.",
        )
    )
    if not published.has("marts", "report_hours"):
        st.html(NOT_HELD)
        return None
    if not published.has("marts", "report_source_counts"):
        st.html("<p>This audience gets no count by kind of reporter: a count of one report would say who made it.</p>")
        return None
    rows = cached(breakdowns.reporters, published, chosen.period, chosen.place)
    names = [_name(row["reporter_type"], row["label"], "Kind not recorded") for row in rows.to_dict("records")]
    return _draw_table(published, chosen, rows, names, "Kind of reporter", [KIND, CHANNEL])


def draw_channels(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the channels by which reports came, each with what became of its reports."""
    if not published.has("marts", "report_hours"):
        return None
    rows = cached(breakdowns.channels, published, chosen.period, chosen.place)
    names = [_name(row["channel"], row["label"], "Channel not recorded") for row in rows.to_dict("records")]
    return _draw_table(published, chosen, rows, names, "Channel", [CHANNEL])


def _draw_table(
    published: Published,
    chosen: frame.Choice,
    rows: pd.DataFrame,
    names: list[str],
    of: str,
    needs: list[tuple[str, str]],
) -> Files | None:
    if rows.empty or rows["reports"].isna().all():
        why = cached(delivery, published).lacking(needs)
        said = f'<span class="none">Not assessed.</span> {escape(why)}' if why else "No report was received."
        st.html(f"<p>{escape(of)}: {said}</p>")
        return None
    metrics = cached(definitions, published)
    received, out, assigned = labels(metrics, ("calls_received", *PARTS)).values()
    # A file of an earlier version has no shares, and neither has that of an audience without kinds of reporters.
    shared = "share_of_reports" in rows.columns
    most = rows["reports"].max()
    body = [
        [
            name,
            wording.count(row["reports"]),
            row["reports"] / most if most else None,
            *(_share(row, "share_of_reports", "reports") if shared else ()),
            wording.count(row["screened_out"]),
            *(_share(row, "share_screened_out", "screened_out") if shared else ()),
            wording.count(row["assigned"]),
        ]
        for name, row in zip(names, rows.to_dict("records"), strict=True)
    ]
    heads = [Column(of), Column(received, numeric=True), Column("Drawn as a bar", bar=True)]
    if shared:
        heads += [
            Column(name, numeric=True) for name in (SHARES[0][0], "95 % interval", out, SHARES[1][0], "Its interval")
        ]
    else:
        heads.append(Column(out, numeric=True))
    heads.append(Column(assigned, numeric=True))
    slug = of.lower().replace(" ", "-")
    st.html(
        markup.table(f"{of}: reports received in {chosen.period.label}, and what became of them", heads, body)
        + '<p class="cite">Source: R(a), R(b), ITS 5</p>'
        + (_few(rows, names) + markup.explained("How the shares are counted", SHARES) if shared else "")
    )
    return Files(f"{of[:1].lower()}{of[1:]}", rows, f"reports-by-{slug}-{chosen.period.label}")


def _share(row: Mapping[Hashable, Any], name: str, part: str) -> list[str]:
    """Write a share and its interval; where its part was not delivered, that it was not assessed."""
    if wording.is_missing(row[part]):
        return [wording.NOT_ASSESSED, ""]
    return [wording.percent(row[name]), wording.interval(row[f"{name}_low"], row[f"{name}_high"])]


def _few(rows: pd.DataFrame, names: list[str]) -> str:
    small = [name for name, reports in zip(names, rows["reports"], strict=True) if charts.is_small(reports)]
    if not small:
        return ""
    return f'<p class="quiet">Fewer than 20 reports: {escape(", ".join(small))}. Read the numbers, not the shares.</p>'


def draw_hours(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the reports by weekday and hour of day."""
    rows = cached(breakdowns.hours, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "When reports came",
            "By weekday and by the hour of the state's clock at which the Hotline received the report. A cell of "
            "stronger colour had more of them.",
        )
    )
    if not published.has("marts", "report_hours"):
        st.html(NOT_HELD)
        return None
    if rows.empty:
        why = cached(delivery, published).lacking([CHANNEL])
        st.html(f"<p>{escape(why or 'No report was received.')}</p>")
        return None
    drawn = cached(_week, published, chosen.period, chosen.place)
    week.draw(drawn)
    st.html('<p class="cite">Source: R(a), R(b)</p>')
    return Files("hours", rows, f"reports-by-hour-{chosen.period.label}", drawn.pictures)


def _week(published: Published, period: Period, place: Place) -> week.Week:
    name = labels(definitions(published), ["calls_received"])["calls_received"]
    maps = [week.Map("reports", name, "count", "reports", wording.count)]
    return week.prepared(breakdowns.hours(published, period, place), maps, "reports", "reports")


def _name(code: object, label: object, missing: str) -> str:
    if wording.is_missing(code):
        return missing
    return CLASSES.get(str(code), str(code)) if wording.is_missing(label) else str(label)
