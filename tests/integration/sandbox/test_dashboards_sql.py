"""The page for questions in SQL: what is asked, how an answer is shown and handed out, and what the sandbox holds."""

from __future__ import annotations

import io
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from pages_fixture import TODAY, Open, shown
from published_fixture import publish, seal
from python_calamine import CalamineWorkbook
from sandbox_attacks import DEEP, ENDLESS
from streamlit.testing.v1 import AppTest
from test_sandbox_process import alive, children, until

from dashboards.asking import asking, limits, places, question
from dashboards.asking.places import AllPlacesTaken, Places
from dashboards.process.launch import environment
from serving.asking import files
from serving.asking.answered import Answered, answered
from serving.asking.examples import examples_for, read_examples
from serving.asking.tables import holding, tables
from serving.published import Published, open_audience
from serving.sandbox.limits import Limits

VIEW = "views/sql.py"
SMALL = Limits(seconds=10, memory_bytes=300_000_000, threads=1, max_rows=100, max_bytes=100_000)
SLEEP = "select sleep_ms(600000)"
ODD = """
select 1 as a, 2 as a, '=1+1' as "=name", 9007199254740993 as big, 1.50::decimal(5,2) as exact, 'nan'::double as none,
    date '2026-02-28' as day, 'infinity'::date as never, timestamptz '2026-11-20 05:00:00-06' as at, [1, 2] as list,
    true as yes, null as empty, sum(3) over () as total, repeat('x', 40000) as long
"""


def run(page: AppTest, text: str) -> AppTest:
    page.text_area(question.EDITOR).set_value(text)
    page.button("sql_run").click().run()
    assert not page.exception
    assert "could not be drawn" not in shown(page)
    return page


def reader(home: Path, audience: str = "administrators") -> Published:
    found = open_audience(home, audience)
    assert found is not None
    return found


def answer_to(home: Path, text: str, allowed: Limits = SMALL) -> Answered:
    return answered(reader(home).path, text, allowed)


def test_a_question_is_answered_with_the_published_figures(home: Path, visit: Open) -> None:
    path = publish(home)
    text = "select period_label, calls_received from marts.statutory_counts where geography_type = 'state' order by all"
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute(text).fetchall()
    page = visit(VIEW)
    assert "<h1>Ask the file a question: it has " in shown(page)
    found = shown(run(page, text))
    assert f"<h1>{len(rows)} rows and 2 columns, in " in found
    for label, received in rows:
        assert f'<th scope="row" class="">{label}</th><td class="n">{received}</td>' in found
    assert [each.label for each in page.get("download_button")] == [
        f"Answer as {name}" for name in ("CSV", "XLSX", "Parquet")
    ]
    assert [(each.text, each.ended) for each in page.session_state["sql_history"]] == [(text, f"{len(rows)} rows")]


def test_a_wide_answer_says_how_much_of_it_is_shown_and_stands_upright(home: Path, visit: Open) -> None:
    publish(home)
    page = visit(VIEW)
    columns = len(answer_to(home, "from marts.statutory_counts limit 1").columns)
    found = shown(run(page, "from marts.statutory_counts limit 3"))
    assert f"The table shows 9 of {columns} columns; the files have all." in found
    assert "<summary>Each row upright, with all columns</summary>" in found
    assert "<summary>Row 3: " in found
    assert found.count('<th scope="row" class="">share_screened_out_</th>') == 0
    assert found.count('<th scope="row" class="">share_screened_out</th>') == 3
    alone = shown(run(page, "from marts.statutory_counts limit 1"))
    assert "The table shows" not in alone
    assert "<caption>Row 1</caption>" in alone


def test_a_cut_or_long_answer_says_so(home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home)
    monkeypatch.setenv(limits.VARIABLE, limits.as_text(SMALL))
    page = visit(VIEW)
    found = shown(run(page, "select range as n, repeat('x', 400) as long from range(1000)"))
    assert "The answer is cut after 100 rows: an answer may have 100 rows." in found
    assert "Cells are shown up to 300 letters; the files have all of them." in found
    assert "100 rows, cut" in page.button("sql_again_0").label
    csv = files.csv_file(answer_to(home, "select range as n from range(1000)")).decode()
    assert csv.endswith("\n99\nThe answer is cut after 100 rows: an answer may have 100 rows.\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("from marts.statutory_count", "Did you mean &quot;statutory_counts&quot;?"),
        ("select calls_receivd from marts.statutory_counts", "calls_received"),
        ("select 1; select 2", "Ask one question at a time"),
        ("delete from marts.statutory_counts", "A question may only read"),
        ("from read_csv('/etc/passwd')", "The question can&#x27;t be answered"),
        ("select 'a'::int", "could not be answered (ConversionException)"),
    ],
)
def test_what_has_no_answer_is_one_sentence_without_a_path(home: Path, visit: Open, text: str, sentence: str) -> None:
    publish(home)
    found = shown(run(visit(VIEW), text))
    assert "<h1>The question has no answer</h1>" in found
    assert sentence in found.partition('<p class="lead" role="alert">')[2].partition("</p>")[0]
    assert str(home) not in found
    assert "Traceback" not in found


def test_a_question_in_the_address_is_shown_and_runs_only_when_asked_for(home: Path, visit: Open) -> None:
    publish(home)
    page = visit(VIEW, q="select 41 + 1 as found")
    assert page.text_area(question.EDITOR).value == "select 41 + 1 as found"
    assert "This question came with the address." in shown(page)
    assert "42" not in shown(page)
    assert "sql_outcome" not in page.session_state
    page.button("sql_run").click().run()
    assert '<td class="n">42</td>' in shown(page).replace('<th scope="row" class="n">42</th>', '<td class="n">42</td>')


def test_a_question_stands_in_the_address_only_when_the_reader_puts_it_there(home: Path, visit: Open) -> None:
    publish(home)
    page = run(visit(VIEW), "select 1 as one")
    assert "q" not in page.query_params
    page.button("sql_put").click().run()
    assert page.query_params["q"] == "select 1 as one"
    assert "The address now holds this question" in shown(page)
    page.text_area(question.EDITOR).set_value("select " + "1 + " * question.MOST_LETTERS + "1")
    page.button("sql_put").click().run()
    assert "An address holds questions of at most 4,000 letters" in shown(page)
    assert page.query_params["q"] == "select 1 as one"
    assert "is longer than 4,000 letters" in shown(visit(VIEW, q="x" * (question.MOST_LETTERS + 1)))


@pytest.mark.parametrize("audience", ["administrators", "analysts", "oca"])
def test_every_example_that_an_audience_is_offered_runs_in_the_page(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    publish(home, audience)
    monkeypatch.setenv("HOTLINE_AUDIENCE", audience)
    published = reader(home, audience)
    names = {table.full_name for table in tables(published)}
    offered = examples_for(read_examples(), audience, names)
    assert {table for each in offered for table in each.tables} >= {"marts.statutory_counts", "reference.metrics"}
    for each in offered:
        published.query(each.query)
    page = visit(VIEW)
    chosen = page.selectbox("sql_example")
    assert len(chosen.options) == len(offered)
    chosen.select_index(0).run()
    assert page.text_area(question.EDITOR).value == offered[0].query
    page.button("sql_run").click().run()
    assert page.session_state["sql_outcome"].answer is not None


def test_where_the_examples_were_not_installed_none_is_offered(tmp_path: Path) -> None:
    assert read_examples(tmp_path / "nowhere") == []


def test_the_tables_are_those_of_the_file_and_are_found_by_their_words(home: Path, visit: Open) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as con:
        con.execute("comment on table marts.statutory_counts is 'One row per <period>.'")
        con.execute("comment on column marts.statutory_counts.calls_received is 'Reports that came (R(b)).'")
    seal(path)
    page = visit(VIEW)
    whole = shown(page)
    assert "<summary><code>marts.statutory_counts</code></summary><p>One row per &lt;period&gt;.</p>" in whole
    assert (
        "<dt><code>calls_received</code> <span class='quiet'>bigint</span></dt><dd>Reports that came (R(b)).</dd>"
        in whole
    )
    page.text_input("sql_find").set_value("CAME statutory").run()
    found = shown(page)
    assert "1 of " in found
    assert "<code>calls_received</code>" in found
    assert "<code>calls_screened_out</code>" not in found
    page.text_input("sql_find").set_value("<xyzzy>").run()
    assert "No table and no column holds the words “&lt;xyzzy&gt;”." in shown(page)
    assert [each.full_name for each in holding(tables(reader(home)), "statutory_counts row period")] == [
        "marts.statutory_counts"
    ]


def test_files_hold_the_whole_answer_and_no_formula(home: Path) -> None:
    publish(home)
    answer = answer_to(home, ODD)
    names, cells = files.csv_file(answer).decode().splitlines()
    assert names == "a,a_1,'=name,big,exact,none,day,never,at,list,yes,empty,total,long"
    assert cells.startswith("1,2,'=1+1,9007199254740993,1.50,nan,2026-02-28,infinity,2026-11-20 05:00:00-06:00,")
    table = pq.read_table(io.BytesIO(files.parquet_file(answer, reader(home))))
    assert [str(each) for each in table.schema.types] == [
        "int32", "int32", "string", "int64", "decimal128(5, 2)", "double", "date32[day]", "string",
        "timestamp[us, tz=America/Chicago]", "string", "bool", "int32", "int64", "string",
    ]  # fmt: skip
    assert table.column("=name").to_pylist() == ["=1+1"]
    assert table.schema.metadata[b"Publication"] == reader(home).publication_id.encode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(files.workbook_file(answer, reader(home))))
    head, row = book.get_sheet_by_name("Answer").to_python()
    assert head[2] == "=name"
    assert row[:6] == [1.0, 2.0, "=1+1", "9007199254740993", 1.5, "nan"]
    assert str(row[6]).startswith("2026-02-28")
    assert len(row[13]) == 32_767
    about = book.get_sheet_by_name("About").to_python()
    assert ["Not whole", "1 cells are cut after 32,767 letters."] in about


def test_an_empty_answer_makes_files_too(home: Path) -> None:
    publish(home)
    answer = answer_to(home, "select 1 as a, 'x' as b where false")
    assert files.csv_file(answer) == b"a,b\n"
    assert pq.read_table(io.BytesIO(files.parquet_file(answer, reader(home)))).num_rows == 0
    assert files.workbook_file(answer, reader(home))


def test_other_pages_are_drawn_while_a_question_runs_and_who_leaves_ends_it(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader whose page ends, as when it is closed or another thing is pressed, leaves no process behind."""
    publish(home)
    monkeypatch.setenv(limits.VARIABLE, limits.as_text(replace(SMALL, seconds=300)))
    page = visit(VIEW)
    page.text_area(question.EDITOR).set_value(SLEEP)
    before = set(children(os.getpid()))
    started = time.monotonic()
    leaving = threading.Thread(target=lambda: _times_out(page))
    leaving.start()
    until(lambda: set(children(os.getpid())) - before)
    [running] = set(children(os.getpid())) - before
    assert "<h1>" in shown(visit(TODAY))
    assert alive(running)
    leaving.join()
    until(lambda: not alive(running))
    # Long before the question would have been stopped for its time.
    assert time.monotonic() - started < 100
    assert page.session_state["sql_outcome"].sentence == asking.STOPPED


def _times_out(page: AppTest) -> None:
    with pytest.raises(RuntimeError, match="timed out"):
        page.button("sql_run").click().run(timeout=6)


def test_a_server_answers_a_few_at_once_and_one_of_each_reader() -> None:
    found = Places(at_once=2, patience_seconds=0.3)
    with found.place("a", lambda: None):
        with pytest.raises(AllPlacesTaken), found.place("a", lambda: None):
            pass
        with found.place("b", lambda: None), pytest.raises(AllPlacesTaken), found.place("c", lambda: None):
            pass
        with found.place("c", lambda: None):
            pass
    with found.place("a", lambda: None):
        pass


def test_who_gives_up_waiting_holds_no_place() -> None:
    found = Places(at_once=1, patience_seconds=60)

    class Left(BaseException):
        pass

    def leave() -> None:
        raise Left

    with found.place("a", lambda: None), pytest.raises(Left), found.place("b", leave):
        pass
    with found.place("b", lambda: None):
        pass


def test_all_questions_at_once_use_no_more_than_one_of_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of_the_command = Limits(seconds=7, memory_bytes=2**31, threads=4, max_rows=10**6, max_bytes=5 * 10**8)
    monkeypatch.setenv(limits.VARIABLE, environment(tmp_path, "oca", limits=of_the_command)[limits.VARIABLE])
    found = limits.page_limits()
    assert found.memory_bytes * places.AT_ONCE == 2**31
    assert found.threads * places.AT_ONCE == 4
    assert (found.seconds, found.max_rows, found.max_bytes) == (7, limits.MOST_ROWS, limits.MOST_BYTES)
    monkeypatch.delenv(limits.VARIABLE)
    assert limits.VARIABLE not in environment(tmp_path, "oca")
    assert limits.page_limits().memory_bytes * places.AT_ONCE == limits.DEFAULT.memory_bytes


def test_no_question_and_no_value_reaches_a_log(
    home: Path, visit: Open, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    publish(home)
    caplog.set_level("DEBUG")
    page = run(visit(VIEW, q="select 'kept_in_the_address'"), "select 'an' || 'swer' as quoted, 'question_text' as b")
    assert "answer" in shown(page)
    run(page, "select 'question_text'::int")
    run(page, "from marts.question_text")
    said = capfd.readouterr()
    for text in (caplog.text, said.out, said.err):
        assert "question_text" not in text
        assert "kept_in_the_address" not in text
        assert "answer" not in text


def test_the_attacks_hold_through_the_page(home: Path) -> None:
    """Each ends within its limits and is an answer or a sentence without a path: two at once, as on a server."""
    publish(home)
    published = reader(home)
    tight = Limits(seconds=0.7, memory_bytes=268_435_456, threads=1, max_rows=100, max_bytes=100_000)

    def attack(at: int, text: str) -> asking.Outcome:
        return asking.result(published, text, tight, f"reader {at % 2}", lambda: None)

    attacks = [*ENDLESS.values(), *DEEP.values()]
    # An earlier test may have left a helper of its own, such as the one that draws pictures.
    there = children(os.getpid())
    with ThreadPoolExecutor(2) as readers:
        found = list(readers.map(attack, range(len(attacks)), attacks))
    for text, ended in zip(attacks, found, strict=True):
        assert (ended.answer is None) != (ended.sentence == ""), text
        assert str(home) not in ended.sentence
        assert ended.answer is None or (ended.answer.seconds < 5 and ended.answer.rows <= 100), text
    assert set(children(os.getpid())) <= set(there)
    assert asking.result(published, "select 1 as one", SMALL, "reader 0", lambda: None).answer is not None
