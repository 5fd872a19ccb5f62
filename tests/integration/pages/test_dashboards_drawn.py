"""A page that is shown again is the same page, and what was drawn for one address stands under no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages_fixture import Open, shown
from published_fixture import publish
from streamlit.testing.v1 import AppTest

from dashboards.pages import AUDIENCES, seen_by


def elements(app: AppTest) -> Iterator[tuple[str, object]]:
    """All that the page holds, in its order. What a reader may change or save is told by its id alone."""
    for each in app.main:
        proto = getattr(each, "proto", None)
        known = getattr(proto, "id", "") or (b"" if proto is None else proto.SerializeToString(deterministic=True))
        yield each.type, known


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_is_shown_again_as_it_was_drawn(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    publish(home, audience)
    monkeypatch.setenv("HOTLINE_AUDIENCE", audience)
    for page in seen_by(audience):
        app = visit(page.view)
        drawn = list(elements(app))
        assert len(drawn) > 10
        app.run()
        assert list(elements(app)) == drawn, page.title


@pytest.mark.parametrize("audience", AUDIENCES)
def test_pages_of_one_place_and_period_share_nothing_that_is_kept(
    home: Path, visit: Open, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    """Views have functions of the same name, and Streamlit runs each view as the same module."""
    publish(home, audience)
    monkeypatch.setenv("HOTLINE_AUDIENCE", audience)
    for page in seen_by(audience):
        headings = re.findall(r'<p class="eyebrow">(.*?)</p>', shown(visit(page.view)))
        assert [heading.startswith(page.title) for heading in headings] == [True], (page.title, headings)
    # The charts by month come first on both pages.
    for view, first in (("views/statutory_counts.py", "Reports received"), ("views/screening.py", "Screened out")):
        assert re.findall(r"<h3>(.*?)</h3>", shown(visit(view)))[0] == first


def _linking_page() -> None:
    from pathlib import Path

    import streamlit as st

    from dashboards import frame
    from dashboards.drawn import draw_once
    from serving.published import Published

    def linking(published: Published) -> None:
        st.html(f"{published.audience} {frame.address('trends')}")

    of = st.query_params.get("audience", "analysts")
    draw_once(linking, Published(of, "1", Path(of), None, "OK", "Oklahoma", "UTC", None, None))  # type: ignore[arg-type]


def test_what_was_drawn_for_one_address_or_audience_stands_under_no_other() -> None:
    for address, said in (
        ({"place": "Adair County"}, "analysts trends?place=Adair+County"),
        ({"place": "Bryan County"}, "analysts trends?place=Bryan+County"),
        ({"place": "Bryan County", "period": "FY2026"}, "analysts trends?place=Bryan+County&period=FY2026"),
        ({"place": "Bryan County", "audience": "oca"}, "oca trends?place=Bryan+County"),
        ({"place": "Adair County"}, "analysts trends?place=Adair+County"),
    ):
        app = AppTest.from_function(_linking_page)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        assert [each.proto.body for each in app.get("html")] == [said]
