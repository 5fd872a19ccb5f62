"""A question to a published file, and what may not be asked."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from cli_fixture import Hotline


class TestSql:
    """A question to a published file."""

    @pytest.fixture(autouse=True)
    def _published(self, hotline: Hotline, extract: Path) -> None:
        hotline("run", extract)

    @pytest.mark.parametrize(
        "question",
        [
            "create table marts.mine as select 1",
            "delete from marts.calls",
            "select * from read_csv('/etc/passwd')",
            "attach '/tmp/other.duckdb'",
            "copy marts.calls to '/tmp/calls.csv'",
            "set enable_external_access = true",
            "set memory_limit = '1TB'",
            "install httpfs",
            "select no_such_column from marts.calls",
            "selec 1",
            "select cast('Secretname' as integer)",
        ],
    )
    def test_what_it_may_not_or_cannot_is_one_sentence(self, hotline: Hotline, question: str) -> None:
        said = hotline("sql", question)
        assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
        assert "Secretname" not in said.err

    @pytest.mark.parametrize("question", ["", " ; ", "select 1; select 2"])
    def test_one_question_at_a_time(self, hotline: Hotline, question: str) -> None:
        said = hotline("sql", question)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)

    def test_a_file_has_the_question(self, hotline: Hotline, tmp_path: Path) -> None:
        file = tmp_path / "question.sql"
        file.write_text("\ufeff-- how many\nselect calls_received\nfrom marts.calls;\n", encoding="utf-8")
        assert hotline("sql", "--from", file).out == "calls_received\n2\n"

    @pytest.mark.parametrize("arguments", [(), ("--from", "-")])
    def test_standard_input_has_the_question(
        self, hotline: Hotline, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
    ) -> None:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"select calls_received from marts.calls")))
        assert hotline("sql", *arguments).out == "calls_received\n2\n"

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (None, "The file of the question can't be read: No such file or directory.\n"),
            (b"select '\xff'", "The file of the question is no text in UTF-8: save the question as UTF-8.\n"),
            (b"\n", "Ask one question at a time: one statement of SQL.\n"),
            (b"select 1 -- " + b"a" * 2**20, "The question is longer than 1,048,576 bytes"),
        ],
    )
    def test_a_file_without_a_question_is_one_sentence(
        self, hotline: Hotline, tmp_path: Path, content: bytes | None, sentence: str
    ) -> None:
        file = tmp_path / "Secretname.sql"
        if content is not None:
            file.write_bytes(content)
        said = hotline("sql", "--from", file)
        assert (said.code > 0, said.out, said.err.count("\n")) == (True, "", 1)
        assert said.err.startswith(sentence)
        assert "Secretname" not in said.err

    def test_two_questions_are_too_many(self, hotline: Hotline, tmp_path: Path) -> None:
        said = hotline("sql", "select 1", "--from", tmp_path / "question.sql")
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)

    def test_json_and_table(self, hotline: Hotline) -> None:
        assert hotline("sql", "select calls_received from marts.calls", "--format", "json").document == [
            {"calls_received": 2}
        ]
        assert "calls_received" in hotline("sql", "select * from marts.calls", "--format", "table").out

    def test_instants_are_shown_by_the_jurisdictions_clock(self, hotline: Hotline) -> None:
        said = hotline("sql", "select as_of from reference.jurisdiction", "--audience", "analysts")
        assert said.out == "as_of\n2026-11-20 00:00:00-06:00\n"


def test_sql_before_anything_is_published(hotline: Hotline) -> None:
    said = hotline("sql", "select 1")
    assert said.code == 1
    assert "Nothing is published" in said.err
