"""The page for questions in SQL: an editor beside the tables of the file, examples, and the answer with its files."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import access, frame, markup
from dashboards.asking import answer, asking, question, tables
from dashboards.asking.asking import Outcome
from dashboards.cached import cached
from serving.asking.examples import examples_for, read_examples
from serving.asking.tables import tables as tables_of
from serving.published import Published

_EXAMPLE = "sql_example"
_BELOW = "In the SQL of DuckDB. A question reads this audience's file alone, and can change nothing."


def draw_page() -> None:
    """Draw the page."""
    published = access.require("sql")
    head = st.empty()
    # The page is never without a heading, also while a question runs.
    with head:
        _draw_finding(published, asking.outcome())
    came_with = question.prepare()
    # Always there, so that the editor keeps its place and the reader's cursor when there is nothing more to say.
    with st.container():
        frame.say_unknown([came_with] if came_with else [])
    left, right = st.columns([3, 2], gap="large")
    with left:
        text, run, put = _draw_editor(published)
    with right, st.container(key="sql_tables"):
        tables.draw(published)
    if put:
        with left:
            frame.say_unknown([question.put_into_address(text)])
    found = asking.outcome()
    if run and text.strip():
        with head:
            st.html(markup.heading("SQL", "The question runs", _BELOW))
        found = asking.ask(published, text)
        question.remember(text, found.in_short)
    with head:
        _draw_finding(published, found)
    if found is not None:
        _draw_outcome(published, found)
    with left, st.container(key="sql_history"):
        _draw_history()


def _draw_finding(published: Published, found: Outcome | None) -> None:
    if found is None:
        title = f"Ask the file a question: it has {tables.number_of(cached(tables_of, published))}"
    elif found.answer is None:
        title = "The question has no answer"
    else:
        title = answer.finding(found.answer)
    st.html(markup.heading("SQL", title, _BELOW))


def _draw_editor(published: Published) -> tuple[str, bool, bool]:
    """Draw the examples and the editor. Return its text, and whether to run it or to put it into the address."""
    names = {table.full_name for table in cached(tables_of, published)}
    examples = {each.question: each for each in examples_for(read_examples(), published.audience, names)}
    st.selectbox(
        "Example questions",
        list(examples),
        index=None,
        format_func=lambda name: f"{name} ({', '.join(sorted(examples[name].tables))})",
        placeholder="Choose one to see its SQL",
        key=_EXAMPLE,
        on_change=lambda: _show_example({name: each.query for name, each in examples.items()}),
    )
    with st.form("sql_form", border=False):
        text = st.text_area("Question in SQL", key=question.EDITOR, height=220)
        with st.container(horizontal=True, gap="small"):
            # The first button is the one that Ctrl+Enter presses.
            run = st.form_submit_button("Run", type="primary", key="sql_run")
            put = st.form_submit_button("Put the question into the address", key="sql_put")
    question.keep(text or "")
    return text or "", run, put


def _show_example(queries: dict[str, str]) -> None:
    chosen = st.session_state.get(_EXAMPLE)
    if chosen in queries:
        question.show(queries[chosen])


def _draw_outcome(published: Published, found: Outcome) -> None:
    if found.answer is None:
        st.html(f'<p class="lead" role="alert">{escape(found.sentence)}</p>')
    else:
        with st.container(key="sql_answer"):
            answer.draw(found.answer, published, found.publication_id)


def _draw_history() -> None:
    asked = question.history()
    if not asked:
        return
    with st.expander(f"Asked in this session: {len(asked):,}"):
        st.html('<p class="quiet">Kept until you close this page, and nowhere else.</p>')
        for number, each in enumerate(asked):
            first = " ".join(each.text.split())[:80]
            st.button(
                f"{first} ({each.ended})",
                key=f"sql_again_{number}",
                type="tertiary",
                on_click=question.show,
                args=(each.text,),
            )


if __name__ == "__main__":
    draw_page()
