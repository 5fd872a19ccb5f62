"""Commands from their arguments to exit code, stdout and stderr; dbt and the judge are stood in for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_build import FakeJudge, small_dbt

from hotline import commands
from hotline.cli import app
from hotline.errors import CommandError
from hotline.running import run_command

HEADER = "referral_id,received_at,screening_decision,reporter_last_name,updated_at\n"
ROW = "{0},2026-11-01T10:00:00,{1},Secretname,2026-11-02T10:00:00\n"

Hotline = Callable[..., "Said"]


class Said:
    """What a command said and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def document(self) -> Any:
        """stdout as the one document that it is."""
        return json.loads(self.out)


@pytest.fixture
def judge() -> FakeJudge:
    return FakeJudge()


@pytest.fixture
def hotline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], judge: FakeJudge
) -> Iterator[Hotline]:
    """Run a command in a home of its own."""
    umask = os.umask(0o022)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOTLINE_MEMORY_LIMIT", "1GB")
    monkeypatch.setattr(commands, "_judge", lambda: standing_in(judge))
    monkeypatch.setattr("hotline.build.run_dbt", small_dbt)
    capsys.readouterr()

    def run(*arguments: str | Path) -> Said:
        code = run_command(app, [str(each) for each in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Said(code, said.out, said.err)

    yield run
    os.umask(umask)


@contextmanager
def standing_in(judge: FakeJudge) -> Iterator[FakeJudge]:
    yield judge


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A file of two good rows."""
    path = tmp_path / "in" / "referrals_2026-11-20.csv"
    path.parent.mkdir()
    path.write_text(HEADER + ROW.format("R1", "assigned") + ROW.format("R2", "screened_out"))
    return path


def test_the_daily_job(hotline: Hotline, extract: Path) -> None:
    said = hotline("run", extract.parent, "--json")
    assert said.code == 0
    assert [load["status"] for load in said.document["loads"]] == ["landed"]
    assert said.document["publish"]["outcome"] == "published"
    assert said.document["build"]["as_of"] == "2026-11-20T06:00:00Z"
    assert hotline("sql", "select calls_received from marts.calls", "--format", "csv").out == "calls_received\n2\n"


def test_the_same_again_publishes_nothing_new(hotline: Hotline, extract: Path) -> None:
    hotline("run", extract)
    again = hotline("run", extract, "--json")
    assert again.code == 0
    assert [load["status"] for load in again.document["loads"]] == ["unchanged"]
    assert (again.document["build"]["made"], again.document["publish"]["outcome"]) == (False, "nothing_new")


def test_the_three_in_steps(hotline: Hotline, extract: Path) -> None:
    assert hotline("ingest", extract).code == 0
    assert hotline("build").code == 0
    assert hotline("publish").code == 0
    assert hotline("status").code == 0


def test_an_empty_warehouse_builds_and_publishes(hotline: Hotline) -> None:
    assert hotline("build").code == 0
    said = hotline("publish", "--json")
    assert said.code == 0
    assert said.document["as_of"] is None


def test_as_of_is_the_start_of_the_day_asked_for(hotline: Hotline, extract: Path) -> None:
    hotline("ingest", extract)
    assert hotline("build", "--as-of", "2026-07-01", "--json").document["as_of"] == "2026-07-01T05:00:00Z"
    assert hotline("build", "--as-of", "2026-12-01", "--json").document["as_of"] == "2026-12-01T06:00:00Z"


def test_quarantined_rows_are_done_with_3_and_build_and_publish_with_0(hotline: Hotline, extract: Path) -> None:
    extract.write_text(HEADER + ROW.format("R1", "assigned") + ROW.format("R2", "Secretcode"))
    said = hotline("ingest", extract, "--json")
    assert said.code == 3
    assert said.document["loads"][0]["rows_quarantined"] == 1
    assert "secret" not in (said.out + said.err).lower()
    assert (hotline("build").code, hotline("publish").code, hotline("status").code) == (0, 0, 0)


def test_a_refused_file_fails_and_the_others_land(hotline: Hotline, extract: Path) -> None:
    (extract.parent / "contacts_2026-11-20.csv").write_text("nothing\n1\n")
    said = hotline("run", extract.parent, "--json")
    assert said.code == 1
    assert sorted(load["status"] for load in said.document["loads"]) == ["landed", "refused"]
    assert said.document["publish"]["outcome"] == "published"


def test_a_held_publication_is_4_until_it_is_released(hotline: Hotline, extract: Path, judge: FakeJudge) -> None:
    judge.blocking = "The outcomes do not add up."
    said = hotline("run", extract, "--json")
    assert said.code == 4
    assert said.document["publish"]["reasons"] == ["The outcomes do not add up."]
    held = hotline("status", "--json").document["held"]["publication"]["build_id"]
    assert f"hotline release {held}" in hotline("publish").err
    assert hotline("release", held, "--reason", "counted by hand").code == 0
    assert hotline("status", "--json").document["held"]["publication"] is None


def test_a_held_batch_is_4_until_it_is_released(
    hotline: Hotline, extract: Path, judge: FakeJudge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "judge_batch", hold_unless_released)
    said = hotline("ingest", extract, "--json")
    assert said.code == 4
    assert said.document["loads"][0]["rows_held"] == 2
    again = hotline("ingest", extract, "--json")
    assert [load["status"] for load in again.document["loads"]] == ["held"]
    held = hotline("status", "--json").document["held"]["batches"]
    assert [(batch["load_id"], batch["reason"]) for batch in held] == [("L00002", "Too few rows.")]
    assert hotline("release", "L00001", "--reason", "a quiet day").code == 0
    status = hotline("status", "--json").document
    assert status["held"]["batches"] == []
    assert status["loads"] == {"held": 2, "landed": 1}
    assert status["ledger_adds_up"] is True
    assert hotline("release", "L00001", "--reason", " ").code == 2
    assert hotline("release", "L00009", "--reason", "x").code == 1


def hold_unless_released(profile: dict[str, Any]) -> dict[str, Any]:
    held = not profile["released"]
    return {
        "subject_id": profile["load_id"], "outcome": "hold" if held else "land",
        "reasons": ["Too few rows."] if held else [], "results": [], "error": None,
    }  # fmt: skip


def test_check_stores_nothing(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    extract.write_text(HEADER + ROW.format("R1", "Secretcode"))
    said = hotline("check", extract, "--json")
    assert said.code == 3
    assert said.document["files"][0]["rejections"][0]["column_name"] == "screening_decision"
    assert "secret" not in (said.out + said.err).lower()
    assert not (tmp_path / "home" / "landing.duckdb").exists()
    assert list((tmp_path / "home").glob("check-*")) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("run",),
        ("run", "/nowhere"),
        ("build", "--as-of", "yesterday"),
        ("build", "--as-off", "2026-01-01"),
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

    monkeypatch.setattr("hotline.build.run_dbt", fail)
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
        (duckdb.IOException('IO Error: Could not set lock on file "x"'), "has the landing file or a build open"),
        (PermissionError(13, "Permission denied", "/x/y"), "may not read or write /x/y"),
        (MemoryError(), "not enough memory"),
    ],
)
def test_what_a_machine_runs_out_of_is_said_plainly(
    hotline: Hotline, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("hotline.build.run_dbt", fail)
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

    monkeypatch.setattr("hotline.build.run_dbt", fail)
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


def test_status_in_an_empty_home_makes_nothing(hotline: Hotline, tmp_path: Path) -> None:
    assert hotline("status", "--json").document["publications"] == {"administrators": None, "analysts": None}
    assert not (tmp_path / "home").exists()


def test_status_of_the_agency_never_names_the_offices_own_extract(
    hotline: Hotline, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract.with_name("oca_complaints_2026-11-20.csv").write_text(
        "complaint_id,received_at,updated_at\nC1,2026-11-01T10:00:00,2026-11-01T10:00:00\n"
    )
    extract.with_name("surprise.csv").write_text("a\n1\n")
    hotline("ingest", extract.parent)
    agency = hotline("status", "--json")
    assert "oca" not in agency.out
    assert "surprise" not in agency.out
    assert agency.document["loads"] == {"landed": 1}
    monkeypatch.setenv("HOTLINE_AUDIENCE", "oca")
    assert hotline("status", "--json").document["loads"] == {"landed": 2, "refused": 1}


def test_status_while_another_command_writes(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    from hotline import lock

    hotline("ingest", extract)
    with lock.writing(tmp_path / "home" / "lock", "run"):
        said = hotline("status", "--json")
        assert hotline("build").code == 1
    assert said.code == 0
    assert said.document["writer"]["command"] == "run"
    assert said.document["loads"] == {"landed": 1}


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


def test_templates_pass_the_check(hotline: Hotline, tmp_path: Path) -> None:
    said = hotline("template", tmp_path / "new")
    assert said.code == 0
    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert len(files) == 9
    assert "contract.html" in files
    checked = hotline("check", tmp_path / "new")
    assert checked.code == 0, checked.err
    page = (tmp_path / "new" / "contract.html").read_text()
    assert "://" not in page
    assert "referral_id" in page


def test_templates_do_not_replace_a_file_with_rows(hotline: Hotline, extract: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    extract.rename(tmp_path / "new" / "referrals.csv")
    assert hotline("template", tmp_path / "new").code == 1
    assert len(list((tmp_path / "new").iterdir())) == 1


class TestBackup:
    """A copy, and a warehouse from it."""

    def test_there_and_back(
        self, hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hotline("run", extract)
        before = hotline("status", "--json").document
        assert hotline("backup", tmp_path / "copy.tar").code == 0
        assert (tmp_path / "copy.tar").stat().st_mode & 0o777 == 0o600
        monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
        assert hotline("restore", tmp_path / "copy.tar").code == 0
        after = hotline("status", "--json").document
        assert {**after, "home": None} == {**before, "home": None}
        assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"
        assert hotline("run", extract, "--json").document["publish"]["outcome"] == "nothing_new"

    def test_nothing_is_replaced(self, hotline: Hotline, extract: Path, tmp_path: Path) -> None:
        hotline("run", extract)
        hotline("backup", tmp_path / "copy.tar")
        assert "exists already" in hotline("backup", tmp_path / "copy.tar").err
        said = hotline("restore", tmp_path / "copy.tar")
        assert said.code == 1
        assert "set HOTLINE_HOME to an empty folder" in said.err

    def test_a_damaged_copy_leaves_the_home_empty(
        self, hotline: Hotline, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hotline("run", extract)
        copy = tmp_path / "copy.tar"
        hotline("backup", copy)
        whole = copy.read_bytes()
        monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
        middle = len(whole) // 3
        for damaged in (whole[:middle], b"no backup", whole[:middle] + b"x" + whole[middle + 1 :]):
            copy.write_bytes(damaged)
            said = hotline("restore", copy)
            assert (said.code, said.err.count("\n")) == (1, 1)
            assert "damaged" in said.err
            assert not (tmp_path / "second" / "landing.duckdb").exists()
        copy.write_bytes(whole)
        assert hotline("restore", copy).code == 0
