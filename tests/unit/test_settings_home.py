"""The home: who may read it, what is cleaned, who holds it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.warehouse import lock
from hotline.warehouse.errors import DONE, FAILED, HELD, QUARANTINED, CommandError, first_that_holds
from hotline.warehouse.home import Home

HOLDING = """
import sys, time
from pathlib import Path
from hotline.warehouse import lock
with lock.write_lock(Path(sys.argv[1]), "build"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_new_home_is_the_operators_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "new" / "home")
    home.prepare()
    assert {mode(path) for path in (home.root, home.logs, home.builds, home.published)} == {0o700}


def test_an_empty_folder_becomes_the_operators_alone(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    Home(tmp_path / "home").prepare()
    assert mode(tmp_path / "home") == 0o700


def test_a_folder_that_holds_other_things_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("not ours")
    Home(folder).prepare()
    assert mode(folder) == 0o755


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(CommandError, match="is no folder"):
        Home(tmp_path / "home").prepare()


def test_what_a_killed_command_left_is_removed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    stale = [
        home.temp / "spill",
        home.builds / "warehouse.duckdb",
        home.builds / "warehouse.duckdb.wal",
        home.published / "analysts.duckdb.tmp",
        home.published / "analysts" / "x.tmp.duckdb",
        home.published / "analysts" / "manifest.json.tmp",
        home.root / "status.json.tmp",
        home.validation / "index.html.tmp",
    ]
    kept = [home.builds / "20261120T060000Z-0.duckdb", home.published / "analysts" / "y.duckdb", home.landing]
    for path in (*stale, *kept):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    home.clean()
    assert [path for path in stale if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


def test_nothing_begins_on_a_warehouse_half_restored(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    home.restoring.mkdir()
    with pytest.raises(CommandError, match="run 'hotline restore' with the same file again"):
        home.clean()


def test_a_second_command_says_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with lock.read_lock(path) as writer:
            assert writer is not None
            assert (writer.pid, writer.command) == (other.pid, "build")
        said = rf"'hotline build' \(process {other.pid}, since 20\S+\)"
        with pytest.raises(CommandError, match=said), lock.write_lock(path, "run"):
            pass
        other.kill()
    with lock.write_lock(path, "run"):
        assert lock.holder(path) == lock.Holder(os.getpid(), "run", lock.holder(path).since)  # type: ignore[union-attr]
    assert lock.holder(path) is None


def test_a_writer_waits_for_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock.write_lock(path, "run"):
        pass
    with lock.read_lock(path) as writer:
        assert writer is None


@pytest.mark.parametrize(
    ("codes", "first"),
    [
        ((), DONE),
        ((DONE, QUARANTINED), QUARANTINED),
        ((QUARANTINED, HELD), HELD),
        ((HELD, FAILED, QUARANTINED), FAILED),
    ],
)
def test_the_first_exit_code_that_holds(codes: tuple[int, ...], first: int) -> None:
    assert first_that_holds(*codes) == first
