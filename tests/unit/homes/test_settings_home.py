"""The home: who may read it, what is cleaned, who holds it."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotline.warehouse.disk import lock
from hotline.warehouse.errors import DONE, FAILED, HELD, QUARANTINED, CommandError, first_that_holds
from hotline.warehouse.home import Home

HOLDING = """
import sys, time
from pathlib import Path
from hotline.warehouse.disk import lock
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


def test_a_folder_that_holds_other_things_becomes_the_operators_alone(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("not ours")
    Home(folder).prepare()
    assert mode(folder) == 0o700
    assert mode(folder / "notes.txt") == 0o644


def test_what_another_umask_left_open_is_closed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("not ours")
    elsewhere.chmod(0o644)
    files = [
        home.landing, home.root / "landing.duckdb.wal", home.root / "hotline.toml", home.last_status,
        home.builds / "x.duckdb", home.published / "oca" / "x.duckdb", home.logs / "hotline.jsonl",
        home.validation / "index.html", home.demo / "extracts" / "referrals.csv",
    ]  # fmt: skip
    for path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.chmod(0o644)
        path.parent.chmod(0o755)
    (home.published / "oca.duckdb").symlink_to(elsewhere)
    home.prepare()
    assert {mode(path) for path in files} == {0o600}
    assert {mode(path.parent) for path in files} == {0o700}
    assert mode(elsewhere) == 0o644


@pytest.mark.parametrize("place", ["/", "/tmp", "/usr"])
def test_a_place_that_others_need_is_no_home(place: str) -> None:
    before = mode(Path(place))
    with pytest.raises(CommandError, match="set it to a folder of its own"):
        Home(Path(place)).prepare()
    assert mode(Path(place)) == before


def test_a_users_home_is_a_home_only_if_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = tmp_path / "user"
    user.mkdir(mode=0o755)
    one = pwd.struct_passwd(("hotline", "x", 1, 1, "", str(user), "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwall", lambda: [one])
    (user / "letters").touch()
    with pytest.raises(CommandError, match="is a user's home"):
        Home(user).prepare()
    with pytest.raises(CommandError, match="shared with other users"):
        Home(tmp_path).prepare()
    (user / "letters").unlink()
    Home(user).prepare()
    Home(user).landing.touch()
    Home(user).prepare()
    assert mode(user) == 0o700


def test_the_folder_of_another_user_is_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    (tmp_path / "home").mkdir()
    with pytest.raises(CommandError, match="belongs to another user"):
        Home(tmp_path / "home").prepare()


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
