"""The pages without a column, a publication or the right to see them, after a change, and after a failure."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pages_fixture import APP, DATA, RESPONSES, STATE_YEAR, VIEWS, Open, published, shown
from published_fixture import publish, seal
from streamlit.testing.v1 import AppTest


def test_an_undelivered_extract_is_named_and_its_figures_are_never_zero(home: Path, visit: Open) -> None:
    publish(home, lost_findings=True)
    page = shown(visit())
    assert "The extract allegations was not delivered." in page
    assert "ended unsubstantiated" not in page
    assert '<div class="value none">Not assessed</div>' in page
    assert '<div class="value">0</div>' not in page
    assert "the whole extract" in shown(visit(DATA))


def test_clocks_without_their_column_are_not_assessed(home: Path, visit: Open) -> None:
    publish(home, lost_clocks=True)
    page = shown(visit(RESPONSES))
    assert "The column initiated_at of the extract referrals was not delivered." in page
    assert "At Priority I it was not assessed how many responses were in time." in page
    assert '<div class="value">0' not in page


@pytest.mark.usefixtures("home")
def test_without_a_publication_the_app_says_what_to_run(visit: Open) -> None:
    app = visit()
    assert "Nothing is published yet" in shown(app)
    assert "hotline demo" in shown(app)


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_warehouse_is_served(home: Path, visit: Open, view: str) -> None:
    publish(home, empty=True)
    page = shown(visit(view))
    assert "No referrals extract has landed yet" in page
    assert '<div class="value">0</div>' not in page


def test_no_page_is_drawn_for_an_unknown_audience(home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(home)
    publish(home, "strangers")
    monkeypatch.setenv("HOTLINE_AUDIENCE", "strangers")
    page = shown(visit(VIEWS[0]))
    assert "There is no such audience" in page
    assert "FY2027" not in page


def test_audiences_never_share_a_cached_figure(home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = publish(home), publish(home, "analysts", scale=2)
    first, second = (published(path, f"select calls_received {STATE_YEAR}")[0] for path in (ours, theirs))
    assert f'<div class="value">{first:,}</div>' in shown(visit(period="FY2027"))
    monkeypatch.setenv("HOTLINE_AUDIENCE", "analysts")
    page = shown(visit(period="FY2027"))
    assert f'<div class="value">{second:,}</div>' in page
    assert f'<div class="value">{first:,}</div>' not in page


def test_a_new_publication_is_shown_at_the_next_rerun(home: Path, visit: Open) -> None:
    publish(home)
    app = visit(period="FY2027")
    path = publish(home, publication_id="20261121T110000Z-ba9876543210", scale=3)
    (count,) = published(path, f"select calls_received {STATE_YEAR}")
    app.run()
    page = shown(app)
    assert f'<div class="value">{count:,}</div>' in page
    assert "20261121T110000Z-ba9876543210" in page


def test_a_page_that_fails_says_so_without_a_traceback(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = publish(home)
    with duckdb.connect(str(path)) as connection:
        connection.execute("drop table marts.response_compliance")
    seal(path)
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    app.switch_page(RESPONSES).run()
    assert not app.exception
    assert "This page could not be drawn." in shown(app)
    assert "response_compliance" not in shown(app)
    assert "response_times could not be drawn" in caplog.text
