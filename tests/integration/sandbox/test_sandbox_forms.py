"""Every question that only reads is answered, and every type of value prints whole in CSV, JSON and a table."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox_fixture import Ask, Said, ask_sql, published_home

__all__ = ["ask_sql", "published_home"]

PATIENT = {"sql_seconds": "60", "sql_memory": "1GB"}

QUESTIONS = {
    "select": ("select 1 as a", "a\n1\n"),
    "semicolon": ("select 1 as a;", "a\n1\n"),
    "semicolons and comments": (" -- first; a comment\nselect 1 as a /* ; */ ; ; -- last;", "a\n1\n"),
    "semicolon in a text": ("select 'a;b' as a", "a\na;b\n"),
    "semicolon after a wide character": ("select 'é;ü' as ä; -- ö", "ä\né;ü\n"),
    "brackets": ("(select 1 as a)", "a\n1\n"),
    "comment at the end": ("select 1 as a -- )", "a\n1\n"),
    "from first": ("from range(2)", "range\n0\n1\n"),
    "table": ("table reference.jurisdiction", None),
    "values": ("values (1, 'x'), (2, null)", "col0,col1\n1,x\n2,\n"),
    "with": ("with x as (select 1 as a) select * from x", "a\n1\n"),
    "recursive": (
        "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) from r",
        "n\n1\n2\n3\n",
    ),
    "union": ("select 1 as a union all select 2", "a\n1\n2\n"),
    "pivot with a list": (
        "pivot (select range % 2 as k, range as v from range(4)) on k in (0, 1) using sum(v)",
        "0,1\n2,4\n",
    ),
    "pivot without a list": (
        "pivot (select range % 2 as k, range as v from range(4)) on k using sum(v)",
        "0,1\n2,4\n",
    ),
    "pivot with a semicolon": ("pivot (select 1 as k, 2 as v) on k using sum(v);", "1\n2\n"),
    "pivot with an end": ("pivot (select 1 as k, 2 as v) on k using sum(v); -- last;", "1\n2\n"),
    "pivot of a table": (
        "pivot (from marts.statutory_counts where geography_type = 'state' and period_type = 'fiscal_year') "
        "on period_label using sum(calls_received) group by geography_type",
        None,
    ),
    "pivot in brackets": ("from (pivot (select 1 as k, 2 as v) on k using sum(v))", "1\n2\n"),
    "pivot in a with": ("with p as (pivot (select 1 as k, 2 as v) on k using sum(v)) from p", "1\n2\n"),
    "pivot of words": ("pivot (select 'a;b' as k, 2 as v) on k using sum(v)", "a;b\n2\n"),
    "pivot of SQL": ("from (values ('x', 1)) t(k, v) pivot (sum(v) for k in ('x'))", "x\n1\n"),
    "unpivot": ("unpivot (select 1 as a, 2 as b) on a, b", "name,value\na,1\nb,2\n"),
    "summarize": ("summarize select 1 as a", None),
    "summarize a table": ("summarize marts.statutory_counts", None),
    "describe": ("describe select 1 as a", "column_name,column_type,null,key,default,extra\na,INTEGER,YES,,,\n"),
    "describe a table": ("describe marts.statutory_counts", None),
    "describe a pivot": ("describe (pivot (select 1 as k, 2 as v) on k using sum(v))", None),
    "show": ("show all tables", None),
    "show tables": ("show tables from hotline.reference", None),
    "show databases": ("show databases", "database_name\nhotline\n"),
    "explain": ("explain select 1", None),
    "explain in brackets": ("explain (select 1)", None),
    "explain as JSON": ("explain (format json) select 1", None),
    "explain analyze": ("explain analyze select count(*) from marts.statutory_counts", None),
    "explain analyze with options": ("explain (analyze, format json) select 1", None),
    "explain a pivot with a semicolon": ("explain pivot (select 1 as k, 2 as v) on k using sum(v);", None),
    "explain analyze a pivot": ("explain analyze pivot (select 1 as k, 2 as v) on k using sum(v)", None),
    "explain a pivot": ("explain pivot (select 1 as k, 2 as v) on k using sum(v)", None),
    "pragma that reads": ("pragma table_info('reference.jurisdiction')", None),
    "window": ("select range, sum(range) over (order by range) as s from range(3)", "range,s\n0,0\n1,1\n2,3\n"),
    "empty": ("select 1 as a, 2 as b where false", "a,b\n"),
    "sample": ("select count(*) as n from (from range(1000) using sample 10 rows)", "n\n10\n"),
    "positional": ("select #1 as a from range(1)", "a\n0\n"),
    "columns": ("select columns(*) from range(1)", "range\n0\n"),
    "macro of the system": ("select list_sum([1, 2]) as a", "a\n3\n"),
    "lambda": ("select list_transform([1, 2], lambda x: x + 1) as a", 'a\n"[2,3]"\n'),
    "time zone": ("select current_setting('TimeZone') as z", "z\nAmerica/Chicago\n"),
}

# An expression, its cell in CSV, and its value in JSON as it is written there.
VALUES = [
    ("true", "true", "true"),
    ("1::tinyint", "1", "1"),
    ("9007199254740993", "9007199254740993", "9007199254740993"),
    ("170141183460469231731687303715884105727::hugeint", *["170141183460469231731687303715884105727"] * 2),
    ("340282366920938463463374607431768211455::uhugeint", *["340282366920938463463374607431768211455"] * 2),
    ("'123456789012345678901234567890123456789012'::bignum", *["123456789012345678901234567890123456789012"] * 2),
    ("1.10::decimal(38, 20)", "1.10000000000000000000", "1.10000000000000000000"),
    ("0.5::decimal(2, 2)", "0.50", "0.50"),
    ("-0.5::decimal(1, 1)", "-0.5", "-0.5"),
    ("0.1::float", "0.1", "0.1"),
    ("0.1::double", "0.1", "0.1"),
    ("1e300::double", "1e+300", "1e+300"),
    ("'nan'::double", "nan", "null"),
    ("'-infinity'::double", "-inf", "null"),
    ("1 / 0", "inf", "null"),
    ("null", "", "null"),
    ("''", '""', '""'),
    ("'a,b'", '"a,b"', '"a,b"'),
    ("'say \"a\"'", '"say ""a"""', '"say \\"a\\""'),
    ("'é🦆'", "é🦆", '"é🦆"'),
    ("'null'", "null", '"null"'),
    ("'NaN'", "NaN", '"NaN"'),
    ("'a' || chr(0) || 'b'", "a\0b", '"a\\u0000b"'),
    ("chr(27) || '[31m'", "\x1b[31m", '"\\u001b[31m"'),
    ("chr(155) || chr(127)", "\x9b\x7f", '"\\u009b\\u007f"'),
    ("chr(8238) || 'a'", "\u202ea", '"\\u202ea"'),
    ("'a' || chr(10) || 'b'", '"a\nb"', '"a\\nb"'),
    ("date '2026-11-01'", "2026-11-01", '"2026-11-01"'),
    ("date '0044-03-15 (BC)'", "0044-03-15 (BC)", '"0044-03-15 (BC)"'),
    ("'infinity'::date", "infinity", '"infinity"'),
    ("time '12:00:00.5'", "12:00:00.5", '"12:00:00.5"'),
    ("timestamp '2026-11-01 01:30:00'", "2026-11-01 01:30:00", '"2026-11-01T01:30:00"'),
    (
        "timestamp_ns '2026-01-01 00:00:00.123456789'",
        "2026-01-01 00:00:00.123456789",
        '"2026-01-01T00:00:00.123456789"',
    ),
    ("timestamptz '2026-11-01 01:30:00-05'", "2026-11-01 01:30:00-05:00", '"2026-11-01T01:30:00-05:00"'),
    ("timestamptz '2026-11-01 01:30:00-06'", "2026-11-01 01:30:00-06:00", '"2026-11-01T01:30:00-06:00"'),
    ("'infinity'::timestamptz", "infinity", '"infinity"'),
    ("interval '1 month 2 days 3 hours'", "1 month 2 days 03:00:00", '"1 month 2 days 03:00:00"'),
    ("'\\xAA\\x00b'::blob", "\\xAA\\x00b", '"\\\\xAA\\\\x00b"'),
    ("'0101'::bit", "0101", '"0101"'),
    ("'00000000-0000-0000-0000-00000000000a'::uuid", *["00000000-0000-0000-0000-00000000000a", ""]),
    ("'b'::enum('a', 'b')", "b", '"b"'),
    ("[1, null, 3]", '"[1,null,3]"', "[1,null,3]"),
    ("['a,b', '\"']", '"[""a,b"",""\\""""]"', '["a,b","\\""]'),
    ("[1.5, 'nan'::double, 'inf'::double]", '"[1.5,NaN,Infinity]"', "[1.5,null,null]"),
    ("['NaN', 'a \"NaN\" b']", '"[""NaN"",""a \\""NaN\\"" b""]"', '["NaN","a \\"NaN\\" b"]'),
    ("[9007199254740993::hugeint]", "[9007199254740993]", "[9007199254740993]"),
    ("{'a': 1, 'b': [true]}", '"{""a"":1,""b"":[true]}"', '{"a":1,"b":[true]}'),
    ("map {'k': 1}", '"{""k"":1}"', '{"k":1}'),
    ("union_value(n := 1)", '"{""n"":1}"', '{"n":1}'),
    ("row(1, 2)", '"(1, 2)"', '"(1, 2)"'),
    ("[interval 1 month]", '"[""1 month""]"', '["1 month"]'),
    ("[chr(27)]", '"[""\\u001B""]"', '["\\u001B"]'),
    ("'{\"a\": [1, NaN]}'::json", '"{""a"": [1, NaN]}"', '{"a": [1, null]}'),
    ("'{\"a\":\n1}'::json", '"{""a"":\n1}"', '{"a":\n1}'),
    ("'[1.00000000000000000001]'::json", "[1.00000000000000000001]", "[1.00000000000000000001]"),
    ("1::variant", "1", '"1"'),
]


@pytest.mark.parametrize(("question", "answer"), [pytest.param(*case, id=name) for name, case in QUESTIONS.items()])
def test_a_question_that_reads_is_answered(ask_sql: Ask, question: str, answer: str | None) -> None:
    said = ask_sql(question, **PATIENT)
    assert (said.code, said.err) == (0, "")
    if answer is None:
        assert len(list(csv.reader(io.StringIO(said.out), strict=True))) > 1
    else:
        assert said.out == answer


@pytest.fixture(scope="module")
def all_values(ask_sql: Ask) -> tuple[list[str], str]:
    """Every value in one row: its cells in CSV, and the row in JSON."""
    question = "select " + ", ".join(f"{expression} as v{n}" for n, (expression, _, _) in enumerate(VALUES))
    as_csv, as_json = (ask_sql(question, "--format", form, **PATIENT) for form in ("csv", "json"))
    assert (as_csv.code, as_csv.err, as_json.code, as_json.err) == (0, "", 0, "")
    return as_csv.out.split("\n", 1), as_json.out


def test_every_value_in_csv(all_values: tuple[list[str], str]) -> None:
    _, row = all_values[0]
    # An empty text and null are both empty where there are other columns.
    assert row == ",".join("" if cell == '""' else cell for _, cell, _ in VALUES) + "\n"


def test_every_value_in_json(all_values: tuple[list[str], str]) -> None:
    expected = ", ".join(f'"v{n}": ' + (shown or json.dumps(cell)) for n, (_, cell, shown) in enumerate(VALUES))
    assert all_values[1] == f"[\n{{{expected}}}\n]\n"
    json.loads(all_values[1], parse_constant=lambda _: pytest.fail("RFC 8259 has no such number"))


def test_all_types_of_duckdb_print(ask_sql: Ask) -> None:
    for form in ("csv", "json", "table"):
        said = ask_sql("from test_all_types()", "--format", form, sql_max_bytes="50MB", **PATIENT)
        assert said.code == 0, said.err
    rows = json.loads(ask_sql("from test_all_types()", "--format", "json", sql_max_bytes="50MB", **PATIENT).out)
    assert len(rows) == 3
    assert rows[1]["varchar"] == "goo\0se"
    assert rows[1]["interval"] == "83 years 3 months 999 days 00:16:39.999999"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("select 1 as a, 2 as a", ["a", "a_1"]),
        ("select 1 as a, 2 as a, 3 as a", ["a", "a_1", "a_2"]),
        ("select 1 as a, 2 as a, 3 as a_1", ["a", "a_2", "a_1"]),
        ("select 1 as a_1, 2 as a, 3 as a", ["a_1", "a", "a_2"]),
        ("from range(1) x join range(1) y using (range) join range(1) z on true", ["range", "range_1"]),
    ],
)
def test_no_column_is_lost_because_a_name_stands_twice(ask_sql: Ask, question: str, names: list[str]) -> None:
    said = ask_sql(question, "--format", "json", **PATIENT)
    assert [list(row) for row in json.loads(said.out)] == [names]
    new = ", ".join(name for name in names if name not in question)
    assert said.err == f"A column's name stood there before, so it has a number: {new}.\n"
    assert ask_sql(question, **PATIENT).out.split("\n")[0] == ",".join(names)


def test_a_flood_of_names_is_one_line(ask_sql: Ask) -> None:
    question = "select " + ", ".join(f'{n} as "\x1b{"a" * 500}"' for n in range(200))
    said = ask_sql(question, "--format", "json", **PATIENT)
    assert (said.code, said.err.count("\n"), said.err.endswith(" and 194 more.\n")) == (0, 1, True)
    assert len(said.err) < 500
    assert "\x1b" not in said.err + said.out


@pytest.mark.parametrize(("form", "out"), [("csv", "a\n"), ("json", "[]\n")])
def test_an_empty_answer(ask_sql: Ask, form: str, out: str) -> None:
    said = ask_sql("select 1 as a where false", "--format", form, **PATIENT)
    assert (said.code, said.out, said.err) == (0, out, "")


def test_the_order_of_rows_is_the_questions(ask_sql: Ask) -> None:
    said = ask_sql("from range(60000) order by hash(range)", sql_max_rows="100000", **PATIENT)
    again = ask_sql(
        "select range, row_number() over (order by hash(range)) as n from range(60000) order by n",
        sql_max_rows="100000",
        sql_max_bytes="9MB",
        **PATIENT,
    )
    assert said.out.split()[1:] == [line.split(",")[0] for line in again.out.split()[1:]]


def test_names_of_columns_are_shown_as_safely_as_cells(ask_sql: Ask) -> None:
    question = 'select 1 as "a\x1b[31m"'
    assert "\x1b" not in ask_sql(question, "--format", "json", **PATIENT).out
    assert "a\\x1b[31m" in ask_sql(question, "--format", "table", **PATIENT).out
    said = ask_sql('select no_such_column as "\x1b[31m" from range(1)', **PATIENT)
    assert (said.code, "\x1b" in said.err) == (1, False)


class TestOnATerminal:
    """On a terminal no character may be obeyed instead of shown."""

    QUESTION = "select chr(27) || ']0;owned' || chr(7) as a, chr(155) || '31m' as b, chr(13) || 'c' as c"

    def on_a_terminal(self, home: Path, *arguments: str) -> Said:
        master, slave = os.openpty()
        done = subprocess.run(
            [sys.executable, "-m", "hotline.cli", "sql", self.QUESTION, *arguments],
            stdout=slave, stderr=subprocess.PIPE, check=False, text=True,
            env={"PATH": os.environ["PATH"], "HOTLINE_HOME": str(home), "TERM": "xterm", "COLUMNS": "100"},
        )  # fmt: skip
        os.close(slave)
        out = b""
        try:
            while read := os.read(master, 65536):
                out += read
        except OSError:  # the end of a terminal that nobody holds open
            pass
        os.close(master)
        return Said(done.returncode, out.decode(), done.stderr, 0)

    @pytest.mark.parametrize("form", [(), ("--format", "csv"), ("--format", "json")])
    def test_control_characters_are_shown_as_numbers(self, published_home: Path, form: tuple[str, ...]) -> None:
        said = self.on_a_terminal(published_home, *form)
        assert (said.code, said.err) == (0, "")
        text = said.out.replace("\r\n", "\n").replace("\x1b[1m", "").replace("\x1b[0m", "")
        assert "owned" in text
        assert [each for each in text if not each.isprintable() and each != "\n"] == []
