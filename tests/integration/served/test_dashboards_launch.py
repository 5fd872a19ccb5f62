"""The start of the dashboards, the right to see a page, and the reader of a published file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from published_fixture import publish

from dashboards import access, newer, pages
from dashboards.process import launch
from dashboards.server import ENTRY
from serving.published import open_audience


def test_home_and_audience_travel_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = launch.environment(Path("home"), "oca")
    assert environment["HOTLINE_HOME"] == str(tmp_path / "home")
    assert environment["HOTLINE_AUDIENCE"] == "oca"
    assert environment["PATH"]


def test_every_page_is_guarded_and_unknown_audiences_and_pages_are_refused() -> None:
    views = {path.stem for path in (ENTRY.parent / "views").glob("*.py") if "__main__" in path.read_text()}
    assert views == {page.name for page in pages.PAGES}
    for page in pages.PAGES:
        text = (ENTRY.parent / page.view).read_text()
        # The access is asked for before anything else is done.
        assert (
            f'def draw_page() -> None:\n    """Draw the page."""\n    published = access.require("{page.name}")' in text
        )
        for audience in (*pages.AUDIENCES, "public"):
            assert access.may_see(page.name, audience) == (audience in page.audiences)
    assert not access.may_see("elsewhere", "administrators")


def test_every_page_has_an_address_of_its_own_and_the_first_is_the_same_for_all() -> None:
    assert len({page.address for page in pages.PAGES}) == len(pages.PAGES)
    firsts = {pages.seen_by(audience)[0] for audience in pages.AUDIENCES}
    assert [(page.name, page.address) for page in firsts] == [("today", "")]


def test_there_is_no_folder_that_streamlit_would_serve_by_itself() -> None:
    assert not (ENTRY.parent / "pages").exists()
    assert not (ENTRY.parent / "static").exists()


def test_a_reader_keeps_what_it_opened_and_reopens_when_the_link_moves(tmp_path: Path) -> None:
    first_path = publish(tmp_path, publication_id="one")
    first = open_audience(tmp_path, "administrators")
    assert first is not None
    assert first is open_audience(tmp_path, "administrators")
    publish(tmp_path, publication_id="two", scale=2)
    first_path.unlink()
    second = open_audience(tmp_path, "administrators")
    assert second is not None
    assert (first.publication_id, second.publication_id) == ("one", "two")
    total = "select sum(calls_received)::bigint as n from marts.statutory_counts"
    assert second.query(total)["n"][0] > first.query(total)["n"][0] > 0


def test_without_a_publication_there_is_nothing_to_open(tmp_path: Path) -> None:
    assert open_audience(tmp_path, "administrators") is None
    publish(tmp_path)
    shutil.rmtree(tmp_path / "published" / "administrators")
    assert open_audience(tmp_path, "administrators") is None


def test_a_reader_can_neither_write_nor_reach_outside(tmp_path: Path) -> None:
    publish(tmp_path)
    reader = open_audience(tmp_path, "administrators")
    assert reader is not None
    for sql in (
        "create table marts.x as select 1",
        "delete from marts.statutory_counts",
        "set enable_external_access = true",
        "select * from read_csv('/etc/passwd')",
        "copy marts.statutory_counts to '/tmp/out.csv'",
    ):
        with pytest.raises(Exception, match=r".+"):
            reader.query(sql)


def test_instants_come_out_in_the_jurisdictions_zone(tmp_path: Path) -> None:
    publish(tmp_path)
    reader = open_audience(tmp_path, "administrators")
    assert reader is not None
    assert reader.as_of is not None
    assert reader.as_of.isoformat() == "2026-11-20T05:00:00-06:00"
    loads = reader.query("select extracted_at from operations.loads")
    assert str(loads["extracted_at"].dt.tz) == "America/Chicago"


def test_an_open_page_is_told_of_a_newer_publication(tmp_path: Path) -> None:
    first = publish(tmp_path, "analysts", publication_id="20261119T110000Z-0123456789")
    link = tmp_path / "published" / "analysts.duckdb"
    assert newer.sentence(link, first.resolve()) == ""
    second = publish(tmp_path, "analysts")
    assert newer.sentence(link, first.resolve()).startswith("A newer publication is there.")
    assert newer.sentence(link, second.resolve()) == ""
    link.unlink()
    assert newer.sentence(link, second.resolve()) == ""
