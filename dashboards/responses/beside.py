"""Draws what stands beside the rates: signals, hours, contacts, what is due now, and exceptions apart."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.charts import trends
from dashboards.downloads import Files
from dashboards.markup import Column, Link
from dashboards.responses import exception_kinds
from dashboards.responses.response_parts import PRIORITIES, RATES, interval_text, rows_by_priority
from dashboards.today.waiting import laws
from serving import wording
from serving.attention import waiting, words
from serving.definitions import definitions, definitions_of, labels
from serving.delivery import delivery
from serving.drawing import charts, histogram
from serving.published import Published
from serving.responses import hours, signals
from serving.screening import breakdowns

READINGS = {"concern": "Concern", "improvement": "Improvement", "neutral": "Change", "common_cause": "No signal"}
CONTACTS = ("hours_to_first_attempt", "hours_to_first_contact")
WITHHELD = (
    "This audience does not get the hours to the first attempt and contact: where few reports came, they would say "
    "whether somebody was called before the decision, and so who reported."
)
EARLIER = "This publication holds no hours to the first attempt and contact: it was made by an earlier version."
OVERSIGHT = "oca"
WAITS_FOR = "initiation"
DUE = {"overdue": "Past their due date", "not_due": "Not yet due", "excused": "Excused by an exception"}


def draw_signals(published: Published, chosen: frame.Choice) -> None:
    """Draw what the chart of each priority says of its newest judged month, with the way to the chart."""
    listed = []
    for measure in RATES.values():
        row = cached(signals.newest, published, chosen.place, measure)
        if row is None:
            continue
        leads = markup.link(Link("the chart", frame.address("trends", measure=measure)))
        listed.append(f"{escape(sentence(row))}; see {leads}.")
    if not listed:
        return
    county = "" if chosen.place.geography_type != "county" else " Counties have no chart: these are of the district."
    st.html(
        markup.section(
            "The newest month that is judged",
            "A signal is more than chance alone would give. It is a reason to look, and proves nothing." + county,
        )
        + markup.sentences(listed)
    )


def sentence(row: dict[str, Any]) -> str:
    """Write the newest judged month of a chart: its signal or that there is none, its value and its month."""
    reading = READINGS[str(row["reading"])]
    if row["signal"] != "common_cause":
        return f"{reading} in {row['period_label']}. {words.signal(row)}"
    value = wording.measure(row["value"], str(row["unit"]))
    centre = wording.measure(row["centre"], str(row["unit"]))
    return (
        f"{reading} in {row['period_label']}. {row['label']}, {row['geography_name']}: {value}, within the limits "
        f"around the mean, {centre}"
    )


def draw_hours(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw for each priority how many hours the initiated reports took, and both as one table."""
    rows = cached(hours.by_hours, published, chosen.period, chosen.place)
    st.html(
        markup.section(
            "How long until initiation",
            "Elapsed hours of the initiated reports due in the period, from receipt at Priority I and from acceptance "
            "at Priority II. Each bar is 27 % wider than the one before it.",
        )
    )
    if rows.empty:
        why = cached(delivery, published).why_not_assessed("median_hours")
        known = cached(delivery, published).missing("median_hours")
        st.html(f"<p>{escape(why) if known else 'No report due in this period is initiated.'}</p>")
        return None
    body: list[list[object]] = []
    drawn: dict[str, charts.Chart] = {}
    for place, number in zip(st.columns(2, gap="medium"), PRIORITIES, strict=True):
        of_priority = rows[rows["priority"] == number]
        reports = int(of_priority["reports"].sum())
        body += [
            [PRIORITIES[number], _extent(each), wording.count(each["reports"])] for _, each in of_priority.iterrows()
        ]
        with place:
            st.html(f"<h3>{PRIORITIES[number]}: {reports:,} initiated</h3>")
            if charts.is_small(reports) or of_priority.empty:
                st.html('<p class="quiet">Fewer than 20 reports: the table has them, and a chart would mislead.</p>')
                continue
            most = of_priority.sort_values("reports", ascending=False, kind="stable").iloc[0]
            spoken = (
                f"{PRIORITIES[number]}: hours until initiation of {reports:,} reports, most often "
                f"{_extent(most)}. The values are in the table below the charts."
            )
            drawn[PRIORITIES[number]] = histogram.histogram(of_priority)
            trends.draw_chart(drawn[PRIORITIES[number]], spoken)
    heads = [Column("Priority"), Column("Hours until initiation"), Column("Reports", numeric=True)]
    table = markup.table(f"Initiated reports due in {chosen.period.label}, by hours", heads, body, tall=True)
    metrics = cached(definitions, published)
    st.html(
        markup.twin("These charts as a table", table)
        + markup.definitions(definitions_of(metrics, ["reports_with_hours"]), "How these are counted")
    )
    return Files("hours", rows, f"hours-to-initiation-{chosen.period.label}", drawn)


def draw_contacts(published: Published, chosen: frame.Choice) -> None:
    """Draw the hours to the first attempt at an alleged victim and to the first contact that reached one."""
    rows = cached(breakdowns.measures, published, chosen.period, chosen.place)
    if rows.empty:
        return
    row, metrics = rows.iloc[0], cached(definitions, published)
    why = cached(delivery, published).why_not_assessed
    groups = [[f"{part}{each}" for part in ("reports_with_", "median_", "p90_")] for each in CONTACTS]
    # A file leaves out what its audience does not get.
    columns = [group for group in groups if group[0] in rows.columns]
    body, missing = [], []
    for over, median, most in columns:
        name = labels(metrics, [over])[over]
        unknown = wording.is_missing(row[over])
        body.append(
            [name, wording.count(row[over]), wording.hours(row[median]), wording.hours(row[most]), _few(row[over])]
        )
        missing += [f"{name}: {why(over)}"] if unknown else []
    heads = [Column("Contact"), Column("Reports", numeric=True), Column("Median", numeric=True)]
    heads += [Column("9 in 10 within", numeric=True), Column("Note")]
    st.html(
        markup.section(
            "Attempted and completed contact",
            f"Of the reports received in {chosen.period.label}, and not of those due in it. An attempt need not reach "
            "the child.",
        )
        + (
            markup.table("Hours from receipt to the first attempt and to the first contact", heads, body)
            if body
            else ""
        )
        + ("" if len(columns) == len(groups) else f"<p>{WITHHELD if published.audience == OVERSIGHT else EARLIER}</p>")
        + "".join(f'<p class="quiet">{escape(text)}</p>' for text in missing)
        + markup.definitions(
            definitions_of(metrics, [name for group in columns for name in group]), "How these are counted"
        )
    )


def draw_due(published: Published, chosen: frame.Choice) -> None:
    """Draw what waits for initiation on the day of the extract, whatever the period."""
    rows = cached(waiting.by_kind, published, chosen.place)
    row = next((each for each in words.in_order(rows) if each["waits_for"] == WAITS_FOR), None)
    st.html(
        markup.section(
            "Due now",
            f"Reports of {chosen.place.name} that wait for initiation on {wording.day(published.as_of_on)}, the day of "
            "the extract, whichever period is chosen.",
        )
    )
    if row is None:
        st.html("<p>This publication holds no table of what waits.</p>")
        return
    if wording.is_missing(row["reports"]):
        why = cached(delivery, published).why_not_assessed("overdue")
        st.html(f'<p><span class="none">Not assessed.</span> {escape(why)}</p>')
        return
    body = [[name, wording.count(row[state])] for state, name in DUE.items()]
    body.append(["Without a due date", wording.count(row["no_limit"])])
    leads = markup.link(Link("What else waits, by county", f"{frame.address('')}"))
    kind = words.KINDS[WAITS_FOR]
    law = words.law(WAITS_FOR, laws(published))
    st.html(
        markup.table(
            "Reports that wait for initiation",
            [Column("State"), Column("Reports", numeric=True)],
            body,
            total=["All that wait", wording.count(row["reports"])],
        )
        + f"<p>{leads}</p>"
        + markup.explained("How these are counted", [(kind.name, law, kind.explanation)])
    )


def draw_exceptions(published: Published, chosen: frame.Choice) -> Files | None:
    """Draw the excepted reports apart, with both rates: without them, and with them as not in time."""
    by_priority = rows_by_priority(published, chosen)
    metrics = cached(definitions, published)
    names = labels(metrics, ("excepted", "compliance_rate", "compliance_rate_strict"))
    body = []
    for number, row in by_priority.items():
        if row is None or wording.is_missing(row["excepted"]):
            body.append([PRIORITIES[number], wording.NOT_ASSESSED, "", "", "", ""])
            continue
        cells = [PRIORITIES[number], wording.count(row["excepted"])]
        for rate in ("compliance_rate", "compliance_rate_strict"):
            cells += [wording.percent(row[rate]), interval_text(row, rate)]
        body.append(cells)
    excepted, rate, strict = names.values()
    heads = [Column("Priority"), Column(excepted, numeric=True)]
    heads += [Column(name, numeric=True) for name in (rate, "95 % interval", strict, "Its interval")]
    st.html(
        markup.section(
            "Exceptions apart",
            "The instructions name what excuses a late response. Such reports are neither in time nor late: the first "
            "rate leaves them out, and the second counts them as not in time.",
        )
        + markup.table("Excepted responses, and both rates", heads, body)
        + markup.definitions(definitions_of(metrics, list(names)), "How these are counted")
    )
    return exception_kinds.draw(published, chosen, excepted)


def _extent(row: pd.Series) -> str:
    return f"{_hours(row['hours_from'])} to {_hours(row['hours_to'])}"


def _hours(value: Any) -> str:
    number = float(value)
    return f"{60 * number:.0f}{wording.SPACE}min" if number < 1 else wording.hours(number)


def _few(number: object) -> str:
    return "fewer than 20 reports" if charts.is_small(number) else ""
