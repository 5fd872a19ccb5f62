"""Explains one report: which rules it broke and what decided, its own values, its clock, and every other verdict."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import markup
from dashboards.addresses import RULE, explanation
from dashboards.markup import Column, Link
from dashboards.views.definitions_parts import KNOWN
from serving import explain_report, wording
from serving.explaining.words import FACTS, grounds_in_words, limits_in_words, value_in_words, values_in_words
from serving.published import Published

VERDICTS = {"broken": "broken", "kept": "kept", "not_assessed": "not assessed", "not_in_scope": "not in scope"}
CLOCK = (
    "clock_started_at", "due_at", "due_on", "response_status", "initiated_on", "hours_to_initiation", "days_late",
)  # fmt: skip
_OVERSIGHT = "oca"


def draw(published: Published, referral_id: str) -> None:
    """Draw the report, or a sentence where this audience's file holds no single report, or not this one."""
    if not explain_report.holds_reports(published):
        _draw_none(
            "No single report is explained here",
            "This audience's file holds figures and no single report. The files of the analysts do, and that of the "
            "oversight office does for its caseload.",
        )
        return
    found = explain_report.report(published, referral_id)
    if found is None:
        # The number is not repeated: it may be that of a report, or anything at all.
        of_caseload = " It holds the reports of the caseload alone." if published.audience == _OVERSIGHT else ""
        _draw_none(
            "There is no such report",
            "This audience's file has no current report with that number: look at its digits, and at whether this "
            f"audience may see it.{of_caseload}",
        )
        return
    _draw_finding(found)
    _draw_broken([each for each in found["verdicts"] if each["verdict"] == "broken"])
    _draw_not_assessed([each for each in found["verdicts"] if each["verdict"] == "not_assessed"])
    _draw_report(found)
    _draw_clock(found)
    _draw_every(found["verdicts"])


def finding(found: Mapping[str, Any]) -> str:
    """Say how many rules the report broke and kept, as a heading."""
    counts = found["verdict_counts"]
    name = f"Report {found['referral_id']}"
    if not found["verdicts"]:
        return f"{name}: this publication has no verdicts"
    broken = f"{counts['broken'] or 'no'} {'rule' if counts['broken'] == 1 else 'rules'} broken"
    return f"{name}: {broken}, {counts['kept']} kept, {counts['not_assessed']} not assessed"


def _draw_none(title: str, sentence: str) -> None:
    st.html(markup.heading("Explain a report", title) + f'<p class="lead">{escape(sentence)}</p>')


def _draw_finding(found: Mapping[str, Any]) -> None:
    county = f"{found['county_name']} County" if found["county_name"] else "county not known"
    scope = found["verdict_counts"]["not_in_scope"]
    st.html(
        markup.heading(
            f"Explain a report: {county}, received on {wording.day(found['report']['received_on'])}",
            finding(found),
            f"{scope:,} more {'rule does' if scope == 1 else 'rules do'} not apply to it." if found["verdicts"] else "",
        )
    )


def _draw_broken(verdicts: list[dict[str, Any]]) -> None:
    for each in verdicts:
        observed, expected = each["observed"] or "not said", each["expected"] or "not said"
        lines = [*grounds_in_words(each["decided_by"]), *limits_in_words(each)]
        severity = "a breach" if each["severity"] == "breach" else "for review"
        st.html(
            f"<h2>Broken, {severity}: {_rule(each)}</h2><p>{escape(str(each['sentence']))}</p>"
            f"<p><b>Found:</b> {escape(str(observed))}. <b>Asked for:</b> {escape(str(expected))}.</p>"
            + (markup.sentences(escape(f"{line[0].upper()}{line[1:]}.") for line in lines) if lines else "")
            + _values(each)
            + f'<p class="cite">Source: {escape(str(each["citation"]))}</p>'
        )


def _rule(verdict: Mapping[str, Any]) -> str:
    return markup.link(Link(str(verdict["label"]), explanation(RULE, str(verdict["rule_id"]))))


def _values(verdict: Mapping[str, Any]) -> str:
    told = values_in_words(verdict["values"])
    return f'<p class="quiet">Its own values: {escape(told)}.</p>' if told else ""


def _draw_not_assessed(verdicts: list[dict[str, Any]]) -> None:
    if not verdicts:
        return
    body = [
        [
            Link(str(each["label"]), explanation(RULE, str(each["rule_id"]))),
            each["reason"],
            each["citation"],
        ]
        for each in verdicts
    ]
    st.html(
        markup.section("Not assessed", "Nobody knows whether the report keeps these rules. None counts as kept.")
        + markup.table("Rules that could not be assessed", [Column("Rule"), Column("Why"), Column("Law")], body)
    )


def _draw_report(found: Mapping[str, Any]) -> None:
    own = found["report"]
    body = [[name, value_in_words(own[name])] for name in FACTS if own.get(name) is not None]
    parts = [
        markup.folded(f"{table}: {len(rows):,}", _related(table, rows, own)) for table, rows in found["related"].items()
    ]
    heads = [Column("Column"), Column("Value")]
    st.html(markup.section("The report") + markup.table("What was recorded", heads, body) + "".join(parts))


def _related(table: str, rows: list[dict[str, Any]], own: Mapping[str, Any]) -> str:
    names = [name for name in rows[0] if name not in own and any(row[name] is not None for row in rows)]
    body = [[value_in_words(row[name]) for name in names] for row in rows]
    return markup.table(f"Rows of {table}", [Column(name) for name in names], body)


def _draw_clock(found: Mapping[str, Any]) -> None:
    clock = found["response_clock"] or {}
    told = [[name, value_in_words(clock[name])] for name in CLOCK if clock.get(name) is not None]
    if not told:
        return
    limits = [
        [
            each["limit_id"], f"{each['length']} {each['unit']}", each["counted_from"],
            KNOWN.get(str(each["provenance"]), ""), each["citation"],
        ]
        for each in found["limits"]
    ]  # fmt: skip
    heads = [Column(name) for name in ("Limit", "Length", "Counted from", "How it is known", "Law")]
    day = wording.day(found["report"]["received_on"])
    st.html(
        markup.section("Response clock")
        + markup.table("The clock of the report", [Column("Column"), Column("Value")], told)
        + (markup.table(f"Limits in force on {day}", heads, limits) if limits else "")
    )


def _draw_every(verdicts: list[dict[str, Any]]) -> None:
    if not verdicts:
        return
    heads = [Column("Rule"), Column("Verdict"), Column("What decided"), Column("Law")]
    body = [
        [
            Link(str(each["label"]), explanation(RULE, str(each["rule_id"]))),
            VERDICTS[each["verdict"]],
            "; ".join(_decided(each)),
            each["citation"],
        ]
        for each in verdicts
    ]
    table = markup.table("Every rule, its verdict for this report, and what decided", heads, body)
    st.html(markup.section("Every rule") + markup.folded(f"Show all {len(verdicts):,}", table))


def _decided(verdict: Mapping[str, Any]) -> list[str]:
    limits = limits_in_words(dict(verdict)) if verdict["verdict"] != "not_in_scope" else []
    return [
        each
        for each in (values_in_words(verdict["values"]), *grounds_in_words(verdict["decided_by"], most=1), *limits)
        if each
    ]
