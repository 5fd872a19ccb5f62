"""The page of definitions: figures, rules and provisions, found by their words, each at an address of its own."""

from __future__ import annotations

import streamlit as st

from dashboards import access, frame, markup
from dashboards.cached import cached
from dashboards.drawn import draw_once
from dashboards.markup import Column, Link
from dashboards.views import definitions_parts
from serving import definitions, explain
from serving.published import Published

# The name of an entry in the address.
_OF = "of"
KINDS = {
    "figure": ("Figures", "What is counted, and how."),
    "rule": ("Rules", "What the policy asks for and reports are held against."),
    "provision": ("Provisions", "Each paragraph of the policy in our own words. Only its own text is binding."),
}


def draw_page() -> None:
    """Draw the page."""
    published = access.require("definitions")
    rows = cached(definitions.entries, published)
    asked = st.query_params.get(_OF, "")
    words = st.text_input("Search figures, rules and provisions", key="q", bind="query-params", on_change=_leave_entry)
    kinds = dict(zip(rows["id"], rows["kind"], strict=True))
    if asked in kinds:
        _draw_entry(published, asked, kinds[asked])
        return
    if asked:
        frame.say_unknown([f"There is no definition of “{asked}” in this publication: all are shown."])
    draw_once(_draw_list, published, words)


def _draw_entry(published: Published, name: str, kind: str) -> None:
    if kind == "provision":
        found = cached(definitions.provision, published, name)
        if found is not None:
            definitions_parts.draw_provision(found)
    elif kind == "rule":
        definitions_parts.draw_rule(cached(explain.subject, published, name))
    else:
        definitions_parts.draw_figure(cached(explain.subject, published, name))


def _draw_list(published: Published, words: str) -> None:
    rows = cached(definitions.entries, published)
    found = definitions.matching(rows, words)
    number, every = len(found), len(rows)
    if words and not number:
        title = f"Nothing holds the words “{words}”"
    elif words:
        title = f"{number:,} of {every:,} definitions {'holds' if number == 1 else 'hold'} “{words}”"
    else:
        title = f"{every:,} definitions: what each figure means, what each rule asks, what the policy says"
    st.html(markup.heading("Definitions", title))
    for kind, (name, text) in KINDS.items():
        of_kind = found[found["kind"] == kind]
        if of_kind.empty:
            continue
        heads = [Column("Name"), Column("About" if kind == "provision" else "Law"), Column("Meaning")]
        body = [
            [Link(str(row["name"]), markup.definition_address(str(row["id"]))), row["citation"], row["meaning"]]
            for row in of_kind.to_dict("records")
        ]
        table = markup.table(
            f"{name} by name" if kind == "figure" else f"{name} in the order of the policy", heads, body
        )
        summary = f"{name}: {len(body):,}"
        shown = table if words else markup.folded(f"Show all {len(body):,}", table)
        st.html(f'<div class="entries">{markup.section(summary, text)}{shown}</div>')


def _leave_entry() -> None:
    """Whoever searches leaves the entry that the address names."""
    st.query_params.pop(_OF, None)


if __name__ == "__main__":
    draw_page()
