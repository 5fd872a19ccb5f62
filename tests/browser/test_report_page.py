"""The page of the annual report in a real browser: it breaks no rule, fits its width and asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (1440, 390)


@pytest.fixture(scope="module", params=[{}, {"lost_findings": True, "lost_clocks": True}], ids=["whole", "lacking"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a report, as a file."""
    from published_fixture import publish

    from serving.published import open_audience
    from serving.report.forms.html_page import html_page
    from serving.report.read import read_report, subject_of

    home = tmp_path_factory.mktemp("home")
    publish(home, **request.param)
    published = open_audience(home, "administrators")
    assert published is not None
    path = home / "report.html"
    path.write_bytes(html_page(read_report(subject_of(published, 2026), [], "Rule 1")))
    return path


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_breaks_no_accessibility_rule_and_fits_its_width(browser: Any, file: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # The page forbids scripts, and the rules are one.
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme, bypass_csp=True)
    page.goto(file.as_uri())
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Any, file: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert (asked, said) == ([file.as_uri()], [])
    page.close()


def test_its_first_printed_page_is_the_one_to_sign(browser: Any, file: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(file.as_uri())
    page.pdf(path=tmp_path / "printed.pdf", format="Letter")
    first, second = (" ".join(each.extract_text().split()) for each in PdfReader(tmp_path / "printed.pdf").pages[:2])
    assert "the Hotline received 47,048 reports" in first
    assert "Signature" in first
    assert "Page 1 of" in first
    assert "What became of the reports" in second
    page.close()
