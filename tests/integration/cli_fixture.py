"""The command `hotline` as a person runs it, in a home of its own; dbt and the judge are stood in for."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from small_build import FakeJudge, nothing_read, small_dbt

from hotline.cli import app
from hotline.terminal.running import run_command

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
    """Great Expectations, stood in for."""
    return FakeJudge()


@pytest.fixture
def hotline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], judge: FakeJudge
) -> Iterator[Hotline]:
    """Run a command in a home of its own."""
    umask = os.umask(0o022)
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOTLINE_MEMORY_LIMIT", "1GB")
    monkeypatch.setattr("hotline.publishing.judge.Worker", lambda: standing_in(judge))
    monkeypatch.setattr("hotline.building.build_file.run_dbt", small_dbt)
    monkeypatch.setattr("hotline.commands.publications.run.parsed_beside", nothing_read)
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
    """As the process of the judge is entered and left."""
    yield judge


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A file of two good rows."""
    path = tmp_path / "in" / "referrals_2026-11-20.csv"
    path.parent.mkdir()
    path.write_text(HEADER + ROW.format("R1", "assigned") + ROW.format("R2", "screened_out"))
    return path
