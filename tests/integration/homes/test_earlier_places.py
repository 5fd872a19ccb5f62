"""Publications under their ids, as earlier programs wrote them: readers find them, a writer moves them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from small_build import FakeJudge, make_build, make_home

from hotline.publishing import reconcile
from hotline.publishing.publish_build import publish_newest_build
from hotline.publishing.reconcile import move_earlier_files
from hotline.warehouse.audiences import AUDIENCES
from hotline.warehouse.home import Home
from hotline.warehouse.publications.published_files import current_file
from hotline.warehouse.publications.shelves import current_shelf
from serving.genuine import is_genuine
from serving.publication_files import FILE, publication_of


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with two publications of each audience in the places of earlier versions."""
    monkeypatch.setenv("HOTLINE_HOME", str(tmp_path / "home"))
    home, settings = make_home(tmp_path)
    for code in ("1+a", "1+b"):
        make_build(home, code=code)
        publish_newest_build(home, settings, FakeJudge())
    for audience in AUDIENCES:
        now = current_file(current_shelf(home), audience)
        assert now is not None
        (home.published / audience / FILE).unlink()
        for file in list((home.published / audience).glob(f"*/{FILE}")):
            for each in (file.with_suffix(".json"), file):
                each.rename(file.parents[1] / f"{file.parent.name}{each.suffix}")
            file.parent.rmdir()
        link = current_shelf(home).link(audience)
        link.unlink()
        link.symlink_to(f"{audience}/{publication_of(now)}.duckdb")
    return home


def read_by(home: Home) -> dict[str, str | None]:
    """Which publication each audience reads, if it is as it was published."""
    files = {audience: current_file(current_shelf(home), audience) for audience in AUDIENCES}
    return {name: publication_of(file) if file and is_genuine(file) else None for name, file in files.items()}


def test_a_writer_moves_them_and_a_qualified_query_answers_ever_after(home: Home) -> None:
    before = read_by(home)
    assert None not in before.values()
    there = {path.stem for path in home.published.glob("*/*.duckdb")}
    move_earlier_files(home)
    assert read_by(home) == before
    assert {path.parent.name for path in home.published.glob(f"*/*/{FILE}")} == there
    assert [path for path in home.published.glob("*/*.duckdb") if not path.is_symlink()] == []
    with duckdb.connect(str(home.published / "analysts.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from hotline.reference.jurisdiction").fetchall() == [(1,)]
    with duckdb.connect() as con:
        con.execute(f"attach '{home.published / 'analysts' / FILE}' (read_only)")
        assert con.execute("select count(*) from hotline.reference.jurisdiction").fetchall() == [(1,)]


@pytest.mark.parametrize("step", ["second_name", "point"])
@pytest.mark.parametrize("after", range(3))
def test_readers_find_them_wherever_the_move_is_interrupted(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, after: int
) -> None:
    before, real, left = read_by(home), getattr(reconcile, step), [after]

    def interrupted(*arguments: object) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        real(*arguments)

    monkeypatch.setattr(reconcile, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        move_earlier_files(home)
    assert read_by(home) == before
    monkeypatch.setattr(reconcile, step, real)
    move_earlier_files(home)
    assert read_by(home) == before
    assert {path.name for path in home.published.glob("*/*.duckdb")} == {FILE}


def test_a_disk_without_second_names_gets_copies(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    before = read_by(home)
    move_earlier_files(home)
    assert read_by(home) == before
    assert [path.name for path in home.published.rglob("*.tmp")] == []
