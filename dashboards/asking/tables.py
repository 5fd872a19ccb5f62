"""Draws the tables of the file beside the question: by schema, each with its columns, types and what the file says."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

import streamlit as st

from dashboards import markup
from dashboards.cached import cached
from serving.asking import tables
from serving.asking.tables import Table
from serving.published import Published

_FIND = "sql_find"
_TITLE = "Tables and columns"
# So many found tables are open at once; more are folded, for a reader who only looks for a name.
_OPEN = 4


def draw(published: Published) -> None:
    """Draw the field to search in, and the tables that hold the words.

    On a narrow screen they stand behind a line that opens, so that the answer follows the question.
    """
    st.html(markup.section(_TITLE) + markup.fold_when_narrow(_TITLE))
    words = st.text_input("Search tables and columns", key=_FIND)
    st.html(cached(drawn, published, words))


def drawn(published: Published, words: str) -> str:
    """Return the tables that hold the words as markup, or a sentence where none does."""
    every = tables.tables(published)
    found = list(tables.holding(every, words))
    if not found:
        return f"<p>No table and no column holds the words “{escape(words)}”.</p>"
    if words.strip():
        columns = sum(len(each.columns) for each in found)
        head = f"<p>{len(found):,} of {len(every):,} tables, with {columns:,} columns that hold the words.</p>"
        body = "".join(_table(each, is_open=len(found) <= _OPEN) for each in found)
        return f'{head}<div class="tables unprinted" role="region" tabindex="0" aria-label="Tables found">{body}</div>'
    schemas = [(schema, list(of_schema)) for schema, of_schema in groupby(found, key=lambda each: each.schema)]
    parts = [
        markup.folded(f"{schema}: {len(of_schema):,} tables", "".join(map(_table, of_schema)))
        for schema, of_schema in schemas
    ]
    return f'<div class="tables unprinted" role="region" tabindex="0" aria-label="All tables">{"".join(parts)}</div>'


def _table(table: Table, *, is_open: bool = False) -> str:
    about = f"<p>{escape(table.about)}</p>" if table.about else ""
    return (
        f"<details{' open' if is_open else ''}><summary><code>{escape(table.full_name)}</code></summary>{about}"
        f"<dl>{_columns(table)}</dl></details>"
    )


def _columns(table: Table) -> str:
    return "".join(
        f"<dt><code>{escape(each.name)}</code> <span class='quiet'>{escape(each.type.lower())}</span></dt>"
        f"<dd>{escape(each.about)}</dd>"
        for each in table.columns
    )


def number_of(found: Sequence[Table]) -> str:
    """How many tables and columns there are, in words."""
    return f"{len(found):,} tables with {sum(len(each.columns) for each in found):,} columns"
