"""The question of this session: its text, the one in the page's address, and those that were asked before.

A question in the address is shown, and runs only when the reader asks for it. A link must not make the server work, nor
run what the reader has not seen: whoever sends one would otherwise choose what the reader's server does, and a page
that loads again would do it again. Nothing is put into the address but by the reader's own act, because an address is
kept by browsers, and sent on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

# The key of the editor, and what the session keeps while another page is shown.
EDITOR = "sql_editor"
_KEPT, _LOADED, _HISTORY = "sql_question", "sql_loaded", "sql_history"
_ADDRESS = "q"
# Servers and browsers take addresses of this length, also where each letter takes three.
MOST_LETTERS = 4_000
_MOST_REMEMBERED = 20


@dataclass(frozen=True)
class Remembered:
    """A question that was asked in this session, and how it ended in a few words."""

    text: str
    ended: str


def prepare() -> str:
    """Fill the editor before it is drawn. Return a sentence on a question that came with the address, if one did."""
    asked = st.query_params.get(_ADDRESS, "")
    if asked and st.session_state.get(_LOADED) != asked:
        st.session_state[_LOADED] = asked
        if len(asked) > MOST_LETTERS:
            return f"The question in the address is longer than {MOST_LETTERS:,} letters, so it is not shown."
        show(asked)
        return "This question came with the address. Read it first: it runs when you press Run."
    if EDITOR not in st.session_state:
        show(st.session_state.get(_KEPT, ""))
    return ""


def show(text: str) -> None:
    """Put a text into the editor: before it is drawn, or in a callback."""
    st.session_state[EDITOR] = text
    st.session_state[_KEPT] = text


def keep(text: str) -> None:
    """Keep the text of the editor while the reader looks at another page."""
    st.session_state[_KEPT] = text


def put_into_address(text: str) -> str:
    """Put the question into the address, as the reader asked. Return a sentence that says what became of it."""
    if not text.strip():
        st.query_params.pop(_ADDRESS, None)
        return "There is no question, so the address holds none."
    if len(text) > MOST_LETTERS:
        return f"An address holds questions of at most {MOST_LETTERS:,} letters: this one has {len(text):,}."
    st.session_state[_LOADED] = text
    st.query_params[_ADDRESS] = text
    return (
        "The address now holds this question: keep it as a bookmark, or send it on. Whoever gets the address reads "
        "the question, and browsers remember it: write no name into it, and no number of a family."
    )


def remember(text: str, ended: str) -> None:
    """Add a question to those of this session, or change how it ended if it is the newest."""
    found: list[Remembered] = list(history())
    if found and found[0].text == text:
        found[0] = replace(found[0], ended=ended)
    else:
        found.insert(0, Remembered(text, ended))
    st.session_state[_HISTORY] = found[:_MOST_REMEMBERED]


def history() -> Sequence[Remembered]:
    """The questions of this session, the newest first. They are gone when the reader leaves."""
    found: list[Remembered] = st.session_state.get(_HISTORY, [])
    return found
