"""Draws what is new: signals of the newest complete month, breaches since the publication before, and what is held."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from dashboards.markup import Column, Link
from dashboards.today import words
from dashboards.today.waiting import SHOWN_ROWS
from dashboards.views import downloads
from serving import operations, wording
from serving.attention import breaches, signals
from serving.figures import Place
from serving.published import Published

OVERSIGHT = "oca"
READINGS = {"concern": "Concern", "improvement": "Improvement", "neutral": "Change"}


def draw_signals(published: Published, place: Place) -> None:
    """Draw the signals of the newest complete month, each as a sentence, with how many chance alone would give."""
    month = cached(signals.newest_month, published, place)
    if month is None or not month.judged:
        st.html(markup.section("Signals") + "<p>No month can be judged yet: a chart needs 13 complete months.</p>")
        return
    rows = month.signals
    concerns = int((rows["reading"] == "concern").sum())
    title = "No concern" if not concerns else "1 concern" if concerns == 1 else f"{concerns:,} concerns"
    several = "chart has" if len(rows) == 1 else "charts have"
    st.html(
        markup.section(
            f"{title} in the charts of {month.label}",
            f"{len(rows):,} of {month.judged:,} {several} a signal in the newest complete month. Chance alone gives "
            f"one on about 2 of 100 charts, here on about {month.by_chance:,.1f}. A signal is a reason to look, and "
            "proves nothing."
            + (
                ""
                if place.geography_type != "county"
                else " Counties have no chart: these are of the county's district."
            ),
        )
    )
    if rows.empty:
        return
    listed = [
        f"<b>{READINGS[str(row['reading'])]}{', new this month' if row['is_new'] else ''}.</b> "
        f"{escape(words.signal(row))}."
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


def draw_breaches(published: Published, place: Place) -> None:
    """Draw which rules are broken by more or fewer reports than before, and the new breaches where they may be seen."""
    changes = cached(breaches.since_before, published, place)
    if changes is None:
        st.html(
            markup.section("Breaches since the publication before")
            + "<p>No earlier publication is kept, so nobody can tell which breaches are new.</p>"
        )
        return
    rows = changes.by_rule
    extent = f"Compared with the publication as of {wording.instant(changes.before_as_of)}, over reports of all years."
    if changes.new is not None:
        new, gone = len(changes.new), changes.gone or 0
        where = " in the caseload" if published.audience == OVERSIGHT else ""
        title = f"{new:,} new {'breach' if new == 1 else 'breaches'}{where} since the publication before"
        extent += f" {gone:,} that it had {'is' if gone == 1 else 'are'} there no longer."
    else:
        more = int(rows["change"].sum())
        title = (
            "As many breaches as in the publication before"
            if more == 0
            else f"{abs(more):,} {'more' if more > 0 else 'fewer'} breaches than in the publication before"
        )
        extent += " The difference is of those that came less those that are there no longer."
    st.html(markup.section(title, extent))
    if rows.empty:
        st.html("<p>No rule is broken by more or fewer reports than before.</p>")
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
    if changes.new is not None and not changes.new.empty:
        found = changes.new
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
            caption += f" (the first {SHOWN_ROWS} of {len(found):,}; the CSV has all)"
        st.html(markup.folded(f"The new breaches: {len(found):,}", markup.table(caption, heads, body, tall=True)))
        downloads.csv_button("New breaches as CSV", found, published, "new-breaches")


def draw_deliveries(published: Published) -> None:
    """Draw which delivered files are held or refused, and how many rows are quarantined."""
    loads = cached(operations.loads, published)
    rejected = cached(operations.rejections, published)
    stopped = loads[loads["status"].isin(["held", "refused"])]
    quarantined = int(loads["rows_quarantined"].fillna(0).sum())
    number = len(stopped)
    title = (
        "No delivered file is held" if not number else f"{number:,} {'file is' if number == 1 else 'files are'} held"
    )
    text = f"{quarantined:,} {'row is' if quarantined == 1 else 'rows are'} in quarantine and in no figure."
    if not rejected.empty:
        rules = rejected.groupby("rule")["rows_rejected"].sum().sort_values(ascending=False)
        most = ", ".join(f"{rule} ({int(count):,})" for rule, count in rules.head(3).items())
        text += f" The rules of the contract that most rows break: {most}."
    st.html(markup.section(f"{title} or refused" if number or not loads.empty else "No file was delivered", text))
    if number:
        heads = [Column("Load"), Column("Extract"), Column("File"), Column("Status"), Column("Reason")]
        body = [
            [
                row["load_id"], wording.plain(row["extract"]) or "not known", row["file_name"], row["status"],
                wording.plain(row["reason"]),
            ]
            for row in stopped.head(10).to_dict("records")
        ]  # fmt: skip
        st.html(markup.table("Files held or refused, newest first: nothing of them is in a figure", heads, body))
    st.html(f"<p>{markup.link(Link('All deliveries, rows set aside and checks', 'data'))}</p>")
