"""A published file that was changed is read by nobody, and the next publication puts it back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from cli_fixture import HEADER, ROW, Hotline
from pages_fixture import Open, shown
from published_fixture import publish as publish_for_pages
from released_deliveries import stored_landing
from small_build import FakeJudge

from serving import genuine
from serving.published import open_audience

AUDIENCES = ("administrators", "analysts", "oca")
SENTENCE = (
    "The file for administrators is not the one that was published, so nothing is read from it: "
    "run 'hotline publish', which puts it back."
)


@pytest.fixture
def home(hotline: Hotline, extract: Path, tmp_path: Path) -> Path:
    assert hotline("run", extract).code == 0
    return tmp_path / "home"


def current(home: Path, audience: str = "administrators") -> Path:
    return (home / "published" / f"{audience}.duckdb").resolve()


def forge(path: Path) -> None:
    """Change a figure as an analyst could who may write the file."""
    path.chmod(0o600)
    with duckdb.connect(str(path)) as con:
        con.execute("update marts.calls set calls_received = 99")
        con.execute("checkpoint")
    path.chmod(0o400)


def flip_a_bit(path: Path) -> None:
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def put_another_one(path: Path) -> None:
    """Another genuine database in its place, with its file times."""
    other = path.with_name("other")
    shutil.copy2(path, other)
    forge(other)
    times = path.stat()
    other.replace(path)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def forget_the_hash(path: Path) -> None:
    for manifest in (path.with_suffix(".json"), path.parents[1] / "manifest.json"):
        said = json.loads(manifest.read_text())
        del said["sha256"]
        manifest.write_text(json.dumps(said))


def lose_the_manifest(path: Path) -> None:
    path.with_suffix(".json").unlink()


def spoil_the_manifest(path: Path) -> None:
    path.with_suffix(".json").write_text("[" * 100_000)


CHANGES = [forge, flip_a_bit, put_another_one, forget_the_hash, lose_the_manifest, spoil_the_manifest]


def test_a_published_file_can_be_written_by_nobody_and_its_manifests_say_its_hash(home: Path) -> None:
    for audience in AUDIENCES:
        file = current(home, audience)
        assert file.stat().st_mode & 0o777 == 0o400
        for manifest in (file.with_suffix(".json"), file.parents[1] / "manifest.json"):
            assert json.loads(manifest.read_text())["sha256"] == genuine.digest_of(file)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_read_by_nobody_until_it_is_put_back(
    hotline: Hotline, home: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    before = current(home)
    change(before)
    genuine._hashed.clear()  # each command of a person is a process of its own
    readers = (
        ("sql", "select * from marts.calls"),
        ("explain",),
        ("serve",),
        ("backup", tmp_path / "copy.tar"),
    )
    for command in readers:
        said = hotline(*command)
        assert (said.code, said.err.strip()) == (1, SENTENCE)
    assert not (tmp_path / "copy.tar").exists()
    # The others' files are as they were.
    assert hotline("sql", "--audience", "analysts", "select calls_received from marts.calls").code == 0
    assert hotline("publish", "--json").document["outcome"] == "published"
    assert current(home) == before
    assert before.stat().st_mode & 0o777 == 0o400
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"
    assert hotline("backup", tmp_path / "copy.tar").code == 0
    assert hotline("publish", "--json").document["outcome"] == "nothing_new"


def test_run_puts_a_changed_file_back_too_and_builds_again_where_the_build_is_gone(
    hotline: Hotline, home: Path, extract: Path
) -> None:
    forge(current(home, "analysts"))
    for build in (home / "build").glob("*.duckdb"):
        build.unlink()
    assert hotline("run", extract, "--json").document["publish"]["outcome"] == "published"
    found = hotline("sql", "--audience", "analysts", "select calls_received from marts.calls")
    assert found.out == "calls_received\n2\n"


def test_status_says_that_a_file_was_changed(hotline: Hotline, home: Path) -> None:
    assert hotline("status", "--json").document["publications"]["administrators"]["is_as_published"] is True
    forge(current(home))
    assert hotline("status", "--json").document["publications"]["administrators"]["is_as_published"] is False
    assert "not the one that was published" in hotline("status").out


def test_a_build_is_not_judged_by_a_forged_publication(
    hotline: Hotline, home: Path, extract: Path, judge: FakeJudge
) -> None:
    first = current(home)
    extract.with_name("referrals_2026-11-21.csv").write_text(HEADER + ROW.format("R9", "assigned"))
    hotline("run", extract.parent)
    forge(current(home))
    extract.with_name("referrals_2026-11-22.csv").write_text(HEADER + ROW.format("R10", "assigned"))
    hotline("run", extract.parent)
    assert judge.asked[-1][1] == first


def test_a_publication_that_becomes_current_again_is_the_one_it_was(
    hotline: Hotline, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = current(home)
    with monkeypatch.context() as patched:
        patched.setattr("hotline.warehouse.landed.code_version", lambda: "another version")
        assert (hotline("build").code, hotline("publish").code) == (0, 0)
    assert current(home) != first
    forge(first)
    hotline("build")
    assert hotline("publish", "--json").document["outcome"] == "published"
    assert current(home) == first
    assert first.stat().st_mode & 0o777 == 0o400
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"


def test_a_changed_older_publication_is_left_out_of_a_backup(
    hotline: Hotline, home: Path, extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = current(home)
    extract.with_name("referrals_2026-11-21.csv").write_text(HEADER + ROW.format("R9", "assigned"))
    hotline("run", extract.parent)
    forge(older)
    assert hotline("backup", tmp_path / "copy.tar").code == 0
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "second"))
    assert hotline("restore", tmp_path / "copy.tar").code == 0
    kept = {path.parent.name for path in (tmp_path / "second" / "published" / "administrators").glob("*/*.duckdb")}
    assert kept == {current(home).parent.name}
    assert current(tmp_path / "second").stat().st_mode & 0o777 == 0o400
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n3\n"


def test_a_server_hashes_a_file_once_and_again_when_it_was_changed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []

    def counting(path: Path) -> str:
        hashed.append(path)
        return DIGEST(path)

    DIGEST = genuine.digest_of
    monkeypatch.setattr(genuine, "digest_of", counting)
    # Another inode with the same content: the state in the manifest is no longer the file's.
    file = current(home)
    shutil.copy2(file, file.with_name("copy"))
    file.with_name("copy").replace(file)
    for _ in range(3):
        published = open_audience(home, "administrators")
        assert published is not None
        assert published.rows("select calls_received from marts.calls") == [{"calls_received": 2}]
    assert hashed == [file]
    published.connection.close()
    forge(file)
    for _ in range(2):
        with pytest.raises(genuine.NotAsPublished):
            open_audience(home, "administrators")
    assert hashed == [file] * 3


def test_a_server_reads_the_file_that_was_put_back(hotline: Hotline, home: Path) -> None:
    held = open_audience(home, "administrators")
    assert held is not None
    file = current(home)
    put_another_one(file)
    with pytest.raises(genuine.NotAsPublished):
        open_audience(home, "administrators")
    assert hotline("publish").code == 0
    again = open_audience(home, "administrators")
    assert again is not None
    assert again.rows("select calls_received from marts.calls") == [{"calls_received": 2}]
    assert again is not held


def test_the_pages_show_no_figure_of_a_changed_file(
    visit: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path))
    monkeypatch.setenv("HOTLINE_AUDIENCE", "administrators")
    flip_a_bit(publish_for_pages(tmp_path))
    app = visit()
    assert "The file for administrators is not the one that was published" in shown(app)
    assert list(app.table) == list(app.dataframe) == []
    assert "calls" not in shown(app).lower()


def test_a_publication_of_version_1_gets_its_hash_once(hotline: Hotline, home: Path, extract: Path) -> None:
    stored_landing(1, home / "old.duckdb")
    with duckdb.connect(str(home / "old.duckdb")) as con:
        con.execute(f"attach '{home / 'landing.duckdb'}' as now (read_only)")
        con.execute("delete from ledger.publications")
        con.execute("insert into ledger.publications select * exclude (sequence, sha256) from now.ledger.publications")
    (home / "old.duckdb").replace(home / "landing.duckdb")
    for audience in AUDIENCES:
        current(home, audience).chmod(0o600)
        forget_the_hash(current(home, audience))
    genuine._hashed.clear()
    assert hotline("sql", "select * from marts.calls").err.strip() == SENTENCE
    assert hotline("status").code == 0
    assert hotline("sql", "select calls_received from marts.calls").out == "calls_received\n2\n"
    assert current(home).stat().st_mode & 0o777 == 0o400
    forget_the_hash(current(home))
    genuine._hashed.clear()
    hotline("status")
    assert hotline("ingest", extract).code == 0
    assert hotline("sql", "select * from marts.calls").err.strip() == SENTENCE
