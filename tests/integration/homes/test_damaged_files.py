"""A damaged landing file, build or published file: the sentence names it, and what it says to do mends it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from cli_fixture import HEADER, ROW, Hotline

Damage = Callable[[Path], None]
RESTORE = "restore the last backup with 'hotline restore FILE'"
BUILD_AGAIN = "remove it, then run 'hotline build' and 'hotline publish'"
PUT_BACK = (
    "The file for administrators is not the one that was published, so nothing is read from it: "
    "run 'hotline publish', which puts it back.\n"
)


def flip_header(path: Path) -> None:
    flip(path, 0, 64)


def flip_everything_after_the_header(path: Path) -> None:
    flip(path, 12_288, path.stat().st_size - 12_288)


def flip(path: Path, start: int, length: int) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + length] = bytes(each ^ 0xFF for each in content[start : start + length])
    path.write_bytes(content)


def cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def text(path: Path) -> None:
    path.write_text("referral_id,received_at\n" * 1000)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def other_database(path: Path) -> None:
    """What makes DuckDB look for an extension, on the network if it may."""
    path.write_bytes(b"SQLite format 3\0" + bytes(5000))


def other_duckdb(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("create table marts as select 1 as locked")


def newer_duckdb(path: Path) -> None:
    """A file of a version that is not out yet. DuckDB itself says which checksum its header must then have."""
    content = bytearray(path.read_bytes())
    content[12:20] = (999).to_bytes(8, "little")
    path.write_bytes(content)
    with pytest.raises(duckdb.IOException) as raised:
        duckdb.connect(str(path), read_only=True)
    found = re.search(r"computed checksum (\d+)", str(raised.value))
    assert found
    content[:8] = int(found[1]).to_bytes(8, "little")
    path.write_bytes(content)


DAMAGES = [
    flip_header, flip_everything_after_the_header, cut_in_half, empty, text, folder, other_database, other_duckdb,
    newer_duckdb,
]  # fmt: skip


@pytest.fixture
def home(hotline: Hotline, extract: Path, tmp_path: Path) -> Path:
    assert hotline("run", extract).code == 0
    return tmp_path / "home"


def one_sentence(said: object, path: Path, remedy: str, damage: Damage) -> None:
    assert said.code == 1  # type: ignore[attr-defined]
    sentence = said.err  # type: ignore[attr-defined]
    assert sentence.count("\n") == 1
    assert str(path) in sentence
    assert "open: close it" not in sentence
    if damage is newer_duckdb:
        assert "another version of DuckDB" in sentence
    assert remedy in sentence or "or restore the last backup" in sentence


@pytest.mark.parametrize("damage", DAMAGES)
def test_of_a_damaged_landing_file_the_backup_is_restored(
    hotline: Hotline, home: Path, extract: Path, tmp_path: Path, damage: Damage
) -> None:
    damage(home / "landing.duckdb")
    for words in (("run", extract), ("backup", tmp_path / "backup.tar")):
        one_sentence(hotline(*words), home / "landing.duckdb", RESTORE, damage)
    assert not (tmp_path / "backup.tar").exists()
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"


@pytest.mark.parametrize("damage", [flip_everything_after_the_header, folder, other_duckdb])
def test_a_damaged_build_is_built_again(hotline: Hotline, home: Path, extract: Path, damage: Damage) -> None:
    (home.parent / "in" / "referrals_2026-11-21.csv").write_text(HEADER + ROW.format("R3", "assigned"))
    hotline("ingest", extract.parent)
    hotline("build")
    build = next(each for each in (home / "build").glob("20261121*.duckdb"))
    damage(build)
    one_sentence(hotline("publish"), build, BUILD_AGAIN, damage)
    build.rmdir() if build.is_dir() else build.unlink()
    hotline("build")
    assert hotline("publish").code == 0
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n3\n"


@pytest.mark.parametrize("damage", [flip_everything_after_the_header, cut_in_half, other_database, other_duckdb])
def test_a_damaged_published_file_is_published_again(
    hotline: Hotline, home: Path, damage: Damage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.execve", lambda *_: pytest.fail("a damaged file was served"))
    published = (home / "published" / "administrators.duckdb").resolve()
    damage(published)
    for words in (("explain",), ("serve",)):
        said = hotline(*words)
        assert (said.code, said.err) == (1, PUT_BACK)
    assert hotline("publish").code == 0
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"


def test_a_damaged_log_of_the_landing_file_is_said(hotline: Hotline, home: Path, extract: Path) -> None:
    landing = home / "landing.duckdb"
    writing = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]); con.execute(\"set checkpoint_threshold = '1TB'\"); "
        "con.execute('create table raw.more as select range as number from range(50000)'); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", writing, str(landing)], check=True)
    log = landing.with_name("landing.duckdb.wal")
    flip(log, log.stat().st_size // 2, 64)
    said = hotline("ingest", extract)
    assert said.code == 1
    assert f"{landing} is damaged" in said.err


def test_a_landing_file_that_another_program_holds_is_named(hotline: Hotline, home: Path, extract: Path) -> None:
    holding = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(home / "landing.duckdb")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.readline()
        said = hotline("ingest", extract)
        process.kill()
    assert said.code == 1
    assert f"Another program (process {process.pid}) has {home / 'landing.duckdb'} open" in said.err


def test_a_home_whose_landing_file_is_gone_does_not_begin_anew(hotline: Hotline, home: Path, extract: Path) -> None:
    (home / "landing.duckdb").unlink()
    for words in (("status",), ("run", extract), ("build",)):
        said = hotline(*words)
        assert said.code == 1
        assert f"{home / 'landing.duckdb'} is gone" in said.err
    assert not (home / "landing.duckdb").exists()
