"""An answer that is too large is cut, and what is cut never looks whole."""

from __future__ import annotations

import csv
import io
import json

import pandas as pd
import pytest
from sandbox_fixture import MEMORY, Ask, ask_sql, published_home

__all__ = ["ask_sql", "published_home"]

PROGRAM = 100_000_000
# A question, how its answer is cut, and limits.
FLOODS = {
    "rows without end": ("from range(1000000000000)", "1,000 rows", {}),
    "millions of rows": ("select 1 as a, 2 as b from range(5000000)", "1,000 rows", {}),
    "rows of a join": (
        "select a.* from marts.statutory_counts a, range(1000000)",
        "1,000 rows",
        {"sql_max_bytes": "9MB"},
    ),
    "long cells": ("select repeat('a', 2000) as a from range(1000000)", "1,000,000 bytes", {}),
    "one long cell": ("select repeat('a', 8000000) as a", "1,000,000 bytes", {}),
    "one cell longer than a message": (
        "select repeat('a', 20000000) as a",
        "the next row is larger than",
        {"sql_max_bytes": "100MB"},
    ),
    "many columns": (
        "select " + ", ".join(f"hash(range + {n}) as c{n}" for n in range(300)) + " from range(1000)",
        "1,000,000 bytes",
        {},
    ),
    "control characters": ("select repeat(chr(1), 2000) from range(1000)", "1,000,000 bytes", {}),
    "lists": ("select range(300) as l from range(1000000)", "1,000,000 bytes", {"sql_max_rows": "9000"}),
}
CASES = [pytest.param(*case, id=name) for name, case in FLOODS.items()]


@pytest.mark.parametrize(("question", "why", "limits"), CASES)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_it_is_cut_and_left_open(ask_sql: Ask, question: str, why: str, limits: dict[str, str], form: str) -> None:
    said = ask_sql(question, "--format", form, sql_seconds="60", **limits)
    assert said.code == 1
    sentence = said.err.rstrip("\n")
    assert sentence.startswith("The answer is cut after ")
    assert why in sentence
    assert " To get more, ask for " in sentence
    assert "\n" not in sentence
    last = said.out.splitlines()[-1].lstrip('"')
    assert sentence.startswith(last)
    assert len(said.out) < 1_100_000 * (9 if "sql_max_bytes" in limits else 1)
    assert said.peak_bytes < MEMORY + PROGRAM
    if form == "json":
        with pytest.raises(json.JSONDecodeError):
            json.loads(said.out)
    else:
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(said.out), strict=True))


def test_names_that_make_every_object_long(ask_sql: Ask) -> None:
    question = f'select range as "{"n" * 100_000}" from range(1000)'
    said = ask_sql(question, "--format", "json", sql_seconds="60")
    assert said.code == 1
    assert said.err.startswith("The answer is cut after 9 rows: an answer may have 1,000,000 bytes.")
    assert len(said.out) < 1_000_000


def test_pandas_refuses_a_cut_answer(ask_sql: Ask) -> None:
    said = ask_sql("select range as a, 1 as b from range(5000)")
    with pytest.raises(pd.errors.ParserError):
        pd.read_csv(io.StringIO(said.out))


def test_the_rows_before_the_cut_are_the_first(ask_sql: Ask) -> None:
    said = ask_sql("from range(1000000000000)", sql_max_rows="3")
    assert said.out == 'range\n0\n1\n2\n"The answer is cut after 3 rows: an answer may have 3 rows.\n'
    said = ask_sql("from range(1000000000000)", "--format", "json", sql_max_rows="2")
    assert said.out == '[\n{"range": 0},\n{"range": 1}\nThe answer is cut after 2 rows: an answer may have 2 rows.\n'


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_an_answer_that_just_fits_is_whole(ask_sql: Ask, form: str) -> None:
    assert ask_sql("from range(1000)", "--format", form).code == 0
    assert ask_sql("from range(1001)", "--format", form).code == (0 if form == "table" else 1)


def test_a_cell_of_a_gigabyte_is_no_answer(ask_sql: Ask) -> None:
    said = ask_sql("select repeat('a', 1000000000) as a", sql_max_bytes="2GB")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    assert "more memory than it may use (300,000,000 bytes)" in said.err
    assert said.peak_bytes < MEMORY + PROGRAM


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_answer_that_breaks_off_is_left_open(ask_sql: Ask, form: str) -> None:
    """A row in the middle can't be cast. Its value stands nowhere."""
    question = (
        "select case when range = 300000 then cast('Secretname' || range as integer) else 1 end as a from range(300001)"
    )
    said = ask_sql(question, "--format", form, sql_max_rows="1000000", sql_max_bytes="1GB", sql_seconds="60")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert said.out.count("\n") > 1000
    assert "(ConversionException)" in said.err
    assert said.out.splitlines()[-1].lstrip('"') == said.err.rstrip("\n")
    assert "Secretname" not in said.err + said.out


class TestTables:
    """A table is for a person: it shows the first part of an answer, with dots where there is more."""

    def test_many_rows(self, ask_sql: Ask) -> None:
        said = ask_sql("from range(1000)", "--format", "table")
        assert (said.code, said.err) == (0, "The table shows the first 200 rows; --format csv gives all.\n")
        assert said.out.split()[-2:] == ["199", "…"]

    def test_many_columns(self, ask_sql: Ask) -> None:
        question = "select " + ", ".join(f"{n} as c{n}" for n in range(3000))
        said = ask_sql(question, "--format", "table", sql_seconds="60", sql_memory="1GB")
        assert (said.code, said.err) == (0, "The table shows 400 of 3,000 columns; --format csv gives all.\n")
        assert said.out.split()[:4] == ["Row", "1", "c0", "0"]
        assert said.out.split()[-2:] == ["c399", "399"]

    def test_a_wide_row_stands_upright(self, ask_sql: Ask) -> None:
        columns = ", ".join(f"'value {n}' as a_column_with_a_name_{n}" for n in range(65))
        said = ask_sql(f"select {columns} from range(2)", "--format", "table")
        assert (said.code, said.err) == (0, "")
        lines = [" ".join(line.split()) for line in said.out.splitlines()]
        row = [f"a_column_with_a_name_{n} value {n}" for n in range(65)]
        assert lines == ["Row 1", *row, "Row 2", *row]

    def test_many_wide_rows_lie_across_in_as_many_columns_as_can_be_read(self, ask_sql: Ask) -> None:
        columns = ", ".join(f"'value {n}' as a_column_with_a_name_{n}" for n in range(65))
        said = ask_sql(f"select {columns} from range(7)", "--format", "table")
        assert said.code == 0
        assert said.err.startswith("The table shows 9 of 65 columns;")
        names = [f"a_column_with_a_name_{n}" for n in range(9)]
        assert [line.split() for line in said.out.splitlines() if "name" in line] == [[*names, "…"]]
        assert max(map(len, said.out.splitlines())) <= 240

    def test_no_row_has_its_columns_all_the_same(self, ask_sql: Ask) -> None:
        said = ask_sql("select 1 as a, 2 as b where false", "--format", "table")
        assert (said.code, said.err, said.out.split()[:2]) == (0, "", ["a", "b"])

    def test_long_cells(self, ask_sql: Ask) -> None:
        said = ask_sql(
            "select repeat('a', 90000) as a from range(30)",
            "--format",
            "table",
            sql_seconds="60",
            sql_max_bytes="100MB",
        )
        assert said.code == 0
        assert said.err.startswith("The table shows the first 9 rows, the first 20,000 characters of a cell;")
        assert len(said.out) < 500_000

    def test_a_cut_answer(self, ask_sql: Ask) -> None:
        said = ask_sql("from range(1000)", "--format", "table", sql_max_rows="5")
        assert (said.code, said.out.split()[-2:]) == (1, ["4", "…"])
        assert "The answer is cut after 5 rows" in said.err
