"""Wrong usage, and what fails: the exit code, one plain sentence, and no value of a row."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
from cli_fixture import HEADER, ROW, Hotline

from hotline.warehouse.errors import CommandError


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("run",),
        ("run", "/nowhere"),
        ("build", "--as-of", "yesterday"),
        ("build", "--as-off", "2026-01-01"),
        ("build", "--as-of", "9998-12-31"),
        ("serve", "--port", "0"),
        ("sql", "select 1", "--audience", "public"),
        ("sql", "select 1", "--format", "xml"),
        ("release", "L00001"),
        ("demo", "--referrals", "0"),
        ("restore", "/nowhere"),
    ],
)
def test_wrong_usage_is_2(hotline: Hotline, arguments: tuple[str, ...]) -> None:
    said = hotline(*arguments)
    assert said.code == 2
    assert said.out == "" or not arguments
    assert said.err.count("\n") <= 1


def test_an_unknown_setting_is_wrong_usage(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_PROT", "1")
    said = hotline("status")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "HOTLINE_PROT" in said.err


def test_an_unknown_jurisdiction_is_wrong_usage(hotline: Hotline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_JURISDICTION", "atlantis")
    assert hotline("build").code == 2


def test_with_json_an_error_is_the_document(hotline: Hotline) -> None:
    said = hotline("publish", "--json")
    assert said.code == 1
    assert said.document == {"exit_code": 1, "error": said.err.strip()}


def test_an_unforeseen_error_is_a_sentence_and_a_line_without_values(
    hotline: Hotline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("could not cast 'Secretname'")

    monkeypatch.setattr("hotline.building.build_file.run_dbt", fail)
    said = hotline("build")
    assert (said.code, said.out, said.err.count("\n")) == (1, "", 1)
    log = (tmp_path / "home" / "logs" / "hotline.jsonl").read_text()
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["event"] for line in lines] == ["started", "exception", "finished"]
    assert lines[1]["type"] == "builtins.ValueError"
    assert "build.py" in lines[1]["where"]
    assert "Secretname" not in log + said.err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(28, "No space left on device"), "The disk is full"),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), "The disk is full"),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"), "not enough memory"),
        (duckdb.IOException('IO Error: Could not set lock on file "x"'), "Another program has x open"),
        (PermissionError(13, "Permission denied", "/x/y"), "may not read or write /x/y"),
        (MemoryError(), "not enough memory"),
        (OSError(27, "File too large"), "ulimit -f"),
        (OSError(24, "Too many open files"), "ulimit -n"),
        (OSError(122, "Disk quota exceeded"), "quota"),
        (OSError(30, "Read-only file system", "/x/y"), "read-only (while writing /x/y)"),
        (OSError(5, "Input/output error"), "The disk failed"),
        (
            duckdb.IOException('IO Error: Could not write file "/x/No space left on device": File too large'),
            "ulimit -f",
        ),
        (
            duckdb.IOException(
                'IO Error: Could not set lock on file "/x": Conflicting lock is held in /bin/y (PID 12). See also'
            ),
            "Another program (process 12) has /x open",
        ),
        (duckdb.IOException("IO Error: Corrupt database file: in block at location 7"), "each can be read now"),
    ],
)
def test_what_a_machine_runs_out_of_is_said_plainly(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("hotline.building.build_file.run_dbt", fail)
    said = hotline("build")
    assert said.code == 1
    assert says in said.err
    assert said.err.count("\n") == 1


def test_a_failed_build_leaves_none(
    hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hotline("run", extract)
    before = sorted((tmp_path / "home" / "build").iterdir())
    extract.with_name("referrals_2026-11-21.csv").write_text(HEADER + ROW.format("R9", "assigned"))

    def fail(*_: object) -> None:
        raise CommandError("The build failed: the test x found 1 rows that it should not.")

    monkeypatch.setattr("hotline.building.build_file.run_dbt", fail)
    assert hotline("run", extract.parent).code == 1
    monkeypatch.undo()
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    assert [path for path in sorted((tmp_path / "home" / "build").glob("2*")) if path not in before] == []
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"


def test_a_newer_warehouse_is_refused(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    hotline("ingest", extract)
    with duckdb.connect(str(tmp_path / "home" / "landing.duckdb")) as con:
        con.execute("update ledger.meta set schema_version = 99")
    for command in (("ingest", extract), ("build",), ("status",)):
        said = hotline(*command)
        assert said.code == 1
        assert "newer version" in said.err
