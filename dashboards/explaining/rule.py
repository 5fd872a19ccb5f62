"""Explains one rule: what it asks, its limits as they hold, how often it is broken, and under which law."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import streamlit as st

from dashboards import frame, markup
from dashboards.cached import cached
from dashboards.exceptions import choosing as exceptions_page
from dashboards.exceptions.one_rule import finding
from dashboards.exceptions.rule_list import COUNTS, cells
from dashboards.markup import Column, Link
from dashboards.views.definitions_parts import KNOWN
from serving import exceptions, explain, wording
from serving.explaining.words import days_in_words, limit_in_words
from serving.published import Published


def draw(published: Published, name: str, chosen: frame.Choice | None) -> None:
    """Draw the rule as it holds on the last day of the period, and its counts; without a period as it holds now."""
    rule = cached(explain.subject, published, name, chosen.period.end if chosen else None)
    row = None
    if chosen is not None:
        rows = cached(exceptions.counts, published, chosen.period, chosen.place)
        found = rows[rows["rule_id"] == name]
        row = None if found.empty else found.iloc[0].to_dict()
    severity = "a breach" if rule["severity"] == "breach" else "for review"
    where = (
        f"{chosen.place.name}, {chosen.period.label}{'' if chosen.period.is_covered else ' so far'}" if chosen else ""
    )
    st.html(
        markup.heading(
            f"Explain a rule, {severity}{': ' if where else ''}{where}",
            f"{rule['label']}: {finding(row)}" if chosen else f"{rule['label']}: no figures yet",
            frame.extent(published, chosen.period) if chosen else "",
        )
        + f'<p class="lead">{escape(str(rule["sentence"]))}</p>'
        + f"<p><b>Falls under it:</b> {escape(str(rule['in_scope_when']))}</p>"
        + f"<p><b>Counts on:</b> {escape(str(rule['counted_on']))}</p>"
    )
    _draw_limits(rule)
    if row is not None:
        names = [*COUNTS.values(), "Rate", "95 % interval"]
        body = [list(each) for each in zip(names, cells(row)[:-1], strict=True)]
        st.html(
            markup.section("How often it is broken", "In scope is what was assessed and what could not be.")
            + markup.table("Reports under the rule", [Column("Figure"), Column("Number", numeric=True)], body)
        )
    links = [
        Link("By month, by county and by report", exceptions_page.address(name)),
        Link("Its definition", markup.definition_address(name)),
    ]
    st.html(
        markup.law([(each["paragraph"], each["plain_sentence"]) for each in rule["provisions"]], rule["citation"])
        + markup.sentences(map(markup.link, links))
    )


def _draw_limits(rule: Mapping[str, Any]) -> None:
    day = f"on {wording.day(rule['on'])}" if rule["on"] else "now"
    told = "" if rule["is_in_force"] else f" The rule was not in force {day}."
    rows = [(each, _limit(each, rule["limits"])) for each in [*rule["generations"], *rule["limits"]]]
    # Where the limits stand in a table of their own, the rule itself has none to show.
    shown = [(each, cells) for each, cells in rows if cells[0] != limit_in_words(_NO_LIMIT, rule["limits"] or [])]
    shown = shown or rows
    now = [cells for each, cells in shown if each["is_in_force"]]
    others = [cells for each, cells in shown if not each["is_in_force"]]
    heads = [Column("Limit"), Column("For"), Column("In force"), Column("How it is known")]
    text = f"The day that counts is that of receipt, unless the rule is about recordings.{told}"
    st.html(
        markup.section(f"Limits in force {day}", text)
        + (markup.table(f"The limits in force {day}", heads, now) if now else "<p>None.</p>")
        + (
            markup.folded(f"At other times: {len(others):,}", markup.table("Limits of other times", heads, others))
            if others
            else ""
        )
    )


_NO_LIMIT = {"lower_limit": None, "upper_limit": None, "limit_unit": None}


def _limit(limit: Mapping[str, Any], others: list[dict[str, Any]]) -> list[str]:
    """One limit as a row: of a table of limits, or of a generation of the rule."""
    if "length" in limit:
        name = f"{str(limit['limit_id']).replace('_', ' ')}: " if "limit_id" in limit else ""
        text, what_for = f"{name}{limit['length']} {limit['unit']}", str(limit.get("response_type") or "recordings")
    else:
        text, what_for = limit_in_words(dict(limit), others), "reports under the rule"
    return [text, what_for, days_in_words(dict(limit)), KNOWN.get(str(limit["provenance"]), "")]
