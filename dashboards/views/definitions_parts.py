"""Draws one definition: of a figure, of a rule or of a provision, each with its law in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import markup
from dashboards.markup import Column, Link
from serving import wording

GOOD = {
    "higher": "a higher value is better",
    "lower": "a lower value is better",
    "neutral": "neither direction is better",
}
TREATMENTS = {
    "judged": "A rule judges reports by it.",
    "counted": "A figure counts it.",
    "shown": "A table shows what was recorded of it.",
    "not_measurable": "It can't be measured from the extracts.",
}
KNOWN = {"primary": "read in the policy", "secondary": "told by another source", "assumed": "taken to hold"}
_FOREVER = "9999-12-31"
_BACK = Link("All definitions", "definitions")


def draw_figure(found: Mapping[str, Any]) -> None:
    """Draw a figure: what it counts, how it is computed, what it needs, and its newest values."""
    unit = str(found["unit"])
    facts = [
        ["Unit", unit.replace("_", " ")],
        ["Which way is good", GOOD.get(str(found["direction_of_good"]), "")],
        ["Published in", found["published_in"]],
        ["Counted from", found["counted_from"]],
        ["By the day", found["counted_on"]],
        ["Needs these columns", _columns(found["needs"]) or "none"],
    ]
    if found["needs_at_priority_2"]:
        facts.append(["At Priority II also", _columns(found["needs_at_priority_2"])])
    _head("figure", found["label"], found["definition"])
    st.html(
        markup.section("How it is computed")
        + f"<p><code>{escape(str(found['sql']))}</code></p>"
        + markup.table("What the figure rests on", [Column("Fact"), Column("Value")], facts)
        + _law(found)
    )
    if found["values"]:
        heads = [Column("Period"), Column("Value", numeric=True), Column("State")]
        body = [
            [row["period_label"], wording.measure(row["value"], unit), _state(row["is_complete"])]
            for row in found["values"]
        ]
        st.html(markup.section("Newest values") + markup.table("Of the whole jurisdiction", heads, body))


def draw_rule(found: Mapping[str, Any]) -> None:
    """Draw a rule: what it asks, what falls under it, its limits by the days in which they hold, and its counts."""
    _head("rule", found["label"], found["sentence"])
    counts = Link("How often it is broken, where, and when", f"exceptions?rule={found['rule_id']}")
    st.html(
        f"<p>{markup.link(counts)}</p>"
        f"<p><b>Falls under it:</b> {escape(str(found['in_scope_when']))}</p>"
        f"<p><b>Counts on:</b> {escape(str(found['counted_on']))}</p>" + _law(found)
    )
    limits = [_limit(row) for row in found["limits"]] or [_limit(row) for row in found["generations"]]
    heads = [Column("Limit"), Column("In force from"), Column("Until"), Column("How it is known")]
    st.html(markup.section("Limits") + markup.table("The limits of the rule, and when they hold", heads, limits))


def draw_provision(found: Mapping[str, Any]) -> None:
    """Draw a paragraph of the policy: what it says, what is done about it, and by which rules and tables."""
    _head(f"provision, {found['subject']}", found["citation"], found["plain_sentence"])
    rules = [each for each in str(found["rule_ids"] or "").split(";") if each]
    links = ", ".join(markup.link(Link(each, markup.definition_address(each))) for each in rules)
    objects = ", ".join(str(found["objects"] or "").split(";"))
    parts = [f"<p>{escape(TREATMENTS.get(str(found['treatment']), ''))}</p>"]
    parts += [f"<p><b>Rules:</b> {links}</p>"] if links else []
    parts += [f"<p><b>Tables and columns:</b> {escape(objects)}</p>"] if objects else []
    parts += [f"<p><b>Not measured:</b> {escape(str(found['why_not']))}</p>"] if found["why_not"] else []
    revision = "" if found["revision"] is None else f" Revision of {wording.day(found['revision'])}."
    known = KNOWN.get(str(found["provenance"]), "")
    st.html(
        markup.section("What is done about it")
        + "".join(parts)
        + f'<p class="cite">Source: {escape(str(found["citation"]))}, {escape(known)}.{escape(revision)} '
        "Only the policy's own text is binding.</p>"
    )


def _head(kind: str, name: object, meaning: object) -> None:
    st.html(
        markup.heading(f"Definitions: {kind}", str(name))
        + f'<p class="lead">{escape(str(meaning))}</p><p>{markup.link(_BACK)}</p>'
    )


def _law(found: Mapping[str, Any]) -> str:
    return markup.law([(each["paragraph"], each["plain_sentence"]) for each in found["provisions"]], found["citation"])


def _limit(row: Mapping[str, Any]) -> list[str]:
    """One limit as a row: of a table of limits, or of a generation of the rule, which may have none of its own."""
    if "description" in row:
        response = str(row.get("response_type") or "")
        text = (
            f"{row['description']} {response.capitalize()}: {row['length']} {row['unit']}."
            if response
            else row["description"]
        )
    else:
        limits = [row[name] for name in ("lower_limit", "upper_limit") if row[name] is not None]
        text = f"{' to '.join(map(str, limits))} {row['limit_unit']}" if limits else "no number"
    until = str(row["effective_to"])
    return [
        str(text),
        str(row["effective_from"]),
        "in force" if until == _FOREVER else until,
        KNOWN.get(str(row["provenance"]), str(row["provenance"])),
    ]


def _columns(needs: object) -> str:
    return str(needs or "").replace(";", ", ").replace("|", " or ")


def _state(is_complete: object) -> str:
    return "complete" if is_complete else "not complete"
