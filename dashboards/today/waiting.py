"""Draws what waits: by kind with its law, by age, by county, and the single reports where the audience may see them."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from dashboards.markup import Column
from serving import wording
from serving.attention import waiting
from serving.attention.waiting import STATES
from serving.attention.words import KINDS, in_order, law
from serving.figures import Place
from serving.published import Published

# A table shows at most so many rows, so that the page stays small. The download has all of them.
SHOWN_ROWS = 200


def draw_nothing(place: Place, of: str) -> None:
    """Say that no report waits, in the place of tables full of zeros."""
    st.html(f"{markup.section('What reports wait for')}<p>No {escape(f'{of} of {place.name}')} waits for anything.</p>")


def draw_kinds(published: Published, place: Place, rows: pd.DataFrame, of: str) -> None:
    """Draw one row per kind of waiting with its counts, and below it what each means and which law it has."""
    heads = [Column("Waits for"), *(Column(name, numeric=True) for name in STATES.values())]
    heads += [Column("Waiting in all", numeric=True), Column("Longest wait", numeric=True)]
    heads.append(Column("Most days late", numeric=True))
    body = [
        [
            KINDS[row["waits_for"]].name,
            *(wording.count(row[state]) for state in STATES),
            wording.count(row["reports"]),
            _days(row["longest_days_waiting"]),
            _days(row["longest_days_late"]),
        ]
        for row in in_order(rows)
    ]
    texts = laws(published)
    st.html(
        markup.section(
            "What reports wait for",
            "A report counts once for each thing that it waits for, so the rows do not add up. The day is that of the "
            "extract.",
        )
        + markup.table(f"{of} that wait for something, {place.name}", heads, body)
        + markup.explained(
            "What each means, and the law behind it",
            [(kind.name, law(name, texts), kind.explanation) for name, kind in KINDS.items()],
        )
    )


def laws(published: Published) -> dict[str, tuple[str, str]]:
    """Return the citation and the sentence of each rule and metric by its id."""
    rows = cached(waiting.citations, published)
    return {str(row["id"]): (str(row["citation"]), str(row["sentence"])) for row in rows.to_dict("records")}


def draw_ages(published: Published, place: Place) -> None:
    """Draw for how long reports have waited, by kind and band of days; nothing where the file has no ages."""
    rows = cached(waiting.ages, published, place)
    if rows.empty:
        return
    bands = list(dict.fromkeys(rows.sort_values("from_days")["waiting_band"]))
    reports = {(row["waits_for"], row["waiting_band"]): row["reports"] for row in rows.to_dict("records")}
    body = [[kind.name, *(wording.count(reports.get((name, band))) for band in bands)] for name, kind in KINDS.items()]
    heads = [Column("Waits for"), *(Column(str(band).capitalize(), numeric=True) for band in bands)]
    st.html(
        markup.section("For how long", "Calendar days since the wait began. The bands are ours.")
        + markup.table(f"Reports by the days for which they have waited, {place.name}", heads, body)
    )


def draw_counties(published: Published, place: Place) -> Files | None:
    """Draw what waits in each county, by name, and offer it as files."""
    rows = cached(waiting.by_county, published, place)
    st.html(
        markup.section(
            "By county", "Overdue, of all that wait. In order of name; a county in which nothing waits is not listed."
        )
    )
    if rows.empty:
        st.html("<p>Nothing waits in any county.</p>")
        return None
    shown = [name for name in KINDS if name in set(rows["waits_for"])]
    link = frame.place_links(published, "")
    cells = {(row["county_name"], row["waits_for"]): _of_all(row) for row in rows.to_dict("records")}
    body = [
        [
            link(county_fips, county),
            *(cells.get((county, name), "0") for name in shown),
        ]
        for county, county_fips in dict(zip(rows["county_name"], rows["county_fips"], strict=True)).items()
    ]
    heads = [Column("County"), *(Column(KINDS[name].name, numeric=True) for name in shown)]
    st.html(markup.table("Reports overdue, of those that wait, by county", heads, body, tall=True))
    return Files("counties", rows, "waiting-by-county")


def draw_reports(published: Published, place: Place, rows: pd.DataFrame) -> None:
    """Draw the single reports of each kind behind a line that opens, and offer them as files."""
    if rows.empty:
        return
    st.html(markup.section("The reports", "Overdue ones first. A report stands under each thing that it waits for."))
    for row in in_order(rows):
        if not wording.is_missing(row["reports"]) and row["reports"]:
            draw_once(_draw_reports_of, published, place, row["waits_for"])


def _draw_reports_of(published: Published, place: Place, waits_for: str) -> Files:
    kind, found = KINDS[waits_for], cached(waiting.single_reports, published, place, waits_for)
    body = [
        [
            markup.report_link(each["referral_id"]),
            wording.plain(each["county_name"]),
            wording.plain(each["received_on"]),
            wording.plain(each["priority"]),
            wording.plain(each["waiting_since_on"]),
            wording.stamp(each["due_at"]) or wording.plain(each["due_on"]),
            STATES[str(each["due_state"])],
            wording.plain(each["days_late"]),
        ]
        for each in found.head(SHOWN_ROWS).to_dict("records")
    ]
    heads = [Column("Report"), Column("County"), Column("Received"), Column("Priority"), Column("Waits since"),
             Column("Due"), Column("State"), Column("Days late", numeric=True)]  # fmt: skip
    caption = f"Reports that wait {kind.phrase}"
    if len(found) > SHOWN_ROWS:
        caption += f" (the first {SHOWN_ROWS} of {len(found):,}; the download has all)"
    summary = f"{kind.name}: {len(found):,} {'report' if len(found) == 1 else 'reports'}"
    st.html(markup.folded(summary, markup.table(caption, heads, body, tall=True)))
    return Files(f"reports that wait {kind.phrase}", found, f"waiting-for-{waits_for}")


def not_there() -> None:
    """Say that the publication holds nothing on what waits."""
    st.html(f"<p>{escape('This publication holds no table of what waits: it was made by an earlier version.')}</p>")


def _of_all(row: dict[object, object]) -> str:
    if wording.is_missing(row["reports"]):
        return wording.NOT_ASSESSED
    return f"{wording.count(row['overdue'])} of {wording.count(row['reports'])}"


def _days(value: object) -> str:
    if wording.is_missing(value):
        return wording.NO_RATE
    number = int(str(value))
    return "1 day" if number == 1 else f"{number:,} days"
