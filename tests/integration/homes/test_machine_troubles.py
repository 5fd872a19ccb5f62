"""Commands on a machine that runs out of something: a sentence says of what, and the next attempt goes through."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cli_fixture import HEADER, ROW, Hotline, Said

from hotline.warehouse.log import log_event

SMALLER = "a file may not grow so large"


@contextmanager
def limited(what: int, number: int) -> Iterator[None]:
    """Set a limit of this process, and take it back."""
    before = resource.getrlimit(what)
    resource.setrlimit(what, (number, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(what, before)


@pytest.fixture
def begun(hotline: Hotline, extract: Path, tmp_path: Path) -> Callable[[str], tuple[str | Path, ...]]:
    """Bring the home to where a step comes next, and give the words of its command."""

    def bring(step: str) -> tuple[str | Path, ...]:
        if step == "first run":
            return ("run", extract)
        hotline("run", extract)
        more = extract.with_name("referrals_2026-11-21.csv")
        more.write_text(HEADER + ROW.format("R3", "assigned"))
        if step == "ingest":
            return ("ingest", more)
        hotline("ingest", more)
        if step == "build":
            return ("build",)
        hotline("build")
        if step == "publish":
            return ("publish",)
        hotline("publish")
        backup = tmp_path / "backup.tar"
        if step == "backup":
            return ("backup", backup)
        assert hotline("backup", backup).code == 0
        (tmp_path / "home").rename(tmp_path / "old")
        return ("restore", backup)

    return bring


@pytest.mark.parametrize(
    ("step", "size"),
    [
        ("first run", 0), ("first run", 1000), ("first run", 5000), ("first run", 300_000),
        ("ingest", 0), ("ingest", 100),
        ("build", 0), ("build", 1000), ("build", 20_000), ("build", 300_000),
        ("publish", 0), ("publish", 1000), ("publish", 20_000), ("publish", 300_000),
        ("backup", 0), ("backup", 20_000), ("backup", 300_000),
        ("restore", 0), ("restore", 20_000), ("restore", 300_000),
    ],
)  # fmt: skip
def test_where_files_may_not_grow_a_command_says_so_and_then_goes_through(
    hotline: Hotline, begun: Callable[[str], tuple[str | Path, ...]], step: str, size: int
) -> None:
    words = begun(step)
    with limited(resource.RLIMIT_FSIZE, size):
        said = hotline(*words)
    one_sentence(said, SMALLER)
    assert hotline(*words).code == 0


def test_where_no_more_files_may_be_opened_a_command_says_so(hotline: Hotline, extract: Path) -> None:
    hotline("ingest", extract)  # after this every module is there
    with limited(resource.RLIMIT_NOFILE, 3):
        said = hotline("ingest", extract)
    one_sentence(said, "may not open so many files")
    assert hotline("ingest", extract).code == 0


def test_a_log_that_cant_be_written_is_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with limited(resource.RLIMIT_FSIZE, 0):
        log_event(tmp_path, "finished", command="run")
    assert capfd.readouterr() == ("", "")


def one_sentence(said: Said, words: str) -> None:
    assert said.code == 1
    assert words in said.err.lower()
    assert len(said.err.splitlines()) == 1 + said.err.count(": landed as")
    assert "Logging error" not in said.err
