"""Asks the reader's question and keeps the answer for the session: the page's own way into the sandbox.

The question runs in a process of its own, and this thread waits for it. While it waits it gives Streamlit a chance to
end it: when the reader stops the question, changes something or closes the page, the process is gone within a second.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards.asking.limits import page_limits
from dashboards.asking.places import PLACES, AllPlacesTaken
from serving.asking.answered import Answered, answered
from serving.published import Published
from serving.sandbox.limits import Limits
from serving.sandbox.refusal import Reason, Unanswered

_OUTCOME, _READER = "sql_outcome", "sql_reader"
STOPPED = "The question was stopped before its answer was there."
_SECONDS_UNSEEN = 0.4
# What a reader of the page can do beside what the sentence says.
_MORE_THAN_SAID = {Reason.WRONG: " The tables and their columns stand beside the question."}


@dataclass(frozen=True)
class Outcome:
    """What became of a question: an answer, or a sentence; and the publication that was asked."""

    publication_id: str
    answer: Answered | None = None
    sentence: str = ""

    @property
    def in_short(self) -> str:
        """How it ended, in a few words."""
        if self.answer is None:
            return "no answer"
        return f"{self.answer.rows:,} row{'' if self.answer.rows == 1 else 's'}{', cut' if self.answer.cut else ''}"


def outcome() -> Outcome | None:
    """What became of this session's last question."""
    found: Outcome | None = st.session_state.get(_OUTCOME)
    return found


def ask(published: Published, text: str) -> Outcome:
    """Ask, show that the question runs, and keep what became of it."""
    # Whatever ends this run from outside leaves this sentence.
    st.session_state[_OUTCOME] = Outcome(published.publication_id, sentence=STOPPED)
    reader = st.session_state.setdefault(_READER, uuid4().hex)
    progress = _Progress()
    found = result(published, text, page_limits(), reader, progress.show)
    progress.clear()
    st.session_state[_OUTCOME] = found
    return found


def result(published: Published, text: str, limits: Limits, reader: str, meanwhile: Callable[[], None]) -> Outcome:
    """What becomes of a question of this reader. `meanwhile` may raise, which ends the question."""
    try:
        with PLACES.place(reader, meanwhile):
            return Outcome(published.publication_id, answered(published.path, text, limits, meanwhile))
    except Unanswered as error:
        return Outcome(published.publication_id, sentence=f"{error}{_MORE_THAN_SAID.get(error.reason, '')}")
    except AllPlacesTaken as error:
        return Outcome(published.publication_id, sentence=str(error))


class _Progress:
    """Shows that a question runs, for how long, and a way to stop it."""

    def __init__(self) -> None:
        self._place, self._started = st.empty(), time.monotonic()
        self._line: DeltaGenerator | None = None
        self._seconds = -1

    def show(self) -> None:
        """Let Streamlit end this run if it has to, and show the seconds once a question takes long."""
        # Reading the state is such a chance, as sending a message to the browser is.
        _ = _OUTCOME in st.session_state
        passed = time.monotonic() - self._started
        if passed < _SECONDS_UNSEEN or int(passed) == self._seconds:
            return
        self._seconds = int(passed)
        if self._line is None:
            with self._place.container():
                self._line = st.empty()
                # Whatever a reader presses runs the page again, and that ends the question. The button says so.
                st.button("Stop", key="sql_stop")
        self._line.html(f'<p role="status">The question runs.<span aria-hidden="true"> {self._seconds} s</span></p>')

    def clear(self) -> None:
        """Show nothing more."""
        self._place.empty()
