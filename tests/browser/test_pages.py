"""The pages in a browser: wide and narrow, by keyboard, for assistive technology, and without anything from outside."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
PAGES = {"": "Statutory counts", "response-times": "Response times", "data": "Data"}
WIDTHS = (1400, 400)
Visit = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open a page at a width. At the end the test fails if a page sent any request to another machine."""
    asked: list[str] = []
    contexts = []

    def run(path: str, width: int = 1400) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        page.goto(f"{address}/{path}")
        settled(page)
        return page

    yield run
    for context in contexts:
        context.close()
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"localhost"}


def settled(page: Page) -> None:
    page.wait_for_selector(".foot", timeout=60_000)
    page.wait_for_selector('[data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_timeout(1_500)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_accessibility_rule_and_fits_its_width(visit: Visit, path: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = visit(path, width)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    overflowing = page.evaluate(
        """width => [...document.querySelectorAll('[data-testid=stMain] *')]
            .filter(e => !e.closest('.scroll, svg, .vh') && getComputedStyle(e).visibility !== 'hidden')
            .filter(e => e.getBoundingClientRect().right > width + 1)
            .map(e => e.outerHTML.slice(0, 90))""",
        width,
    )
    assert overflowing == []


def test_place_and_page_are_reached_by_keyboard_alone_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("")
    tab_to(page, "Place")
    page.keyboard.type("Tulsa County")
    page.wait_for_timeout(600)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?place=*")
    settled(page)
    chosen = page.locator("h1").inner_text()
    assert "Tulsa County" in chosen
    page.get_by_role("link", name="Response times").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/response-times?place=*")
    settled(page)
    assert page.locator("h1").inner_text() == chosen
    page.reload()
    settled(page)
    assert page.locator("h1").inner_text() == chosen


def test_a_definition_opens_by_keyboard(visit: Visit) -> None:
    page = visit("")
    tab_to(page, "How it is counted")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert page.locator("details[open] dd").first.is_visible()


def test_tables_can_be_scrolled_by_keyboard(visit: Visit) -> None:
    page = visit("", 400)
    tab_to(page, "Each report has one outcome")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_deep_link_shows_its_place_and_period(visit: Visit) -> None:
    page = visit("?place=Tulsa+County&by=Month&period=2026-03")
    assert page.locator("h1").inner_text() == "Tulsa County, 2026-03"


def test_a_narrow_screen_reaches_every_page_by_keyboard(visit: Visit) -> None:
    page = visit("", 400)
    page.get_by_test_id("stExpandSidebarButton").focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Response times")
    link.wait_for()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/response-times")
    settled(page)
    assert "Response times" in page.locator(".eyebrow").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_focused_element_lies_on_the_page_and_a_link_shows_its_focus(visit: Visit, width: int) -> None:
    page = visit("", width)
    for _ in range(8):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const element = document.activeElement, box = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                return {tag: element.tagName, left: box.left, right: box.right,
                    shown: style.outlineStyle !== "none" || style.boxShadow !== "none"};
            }"""
        )
        assert focused["left"] >= 0, focused
        assert focused["right"] <= width, focused
        assert focused["shown"] or focused["tag"] not in ("A", "SUMMARY"), focused


def test_a_foreign_host_name_gets_no_connection(address: str) -> None:
    answers = {}
    for host in ("localhost", "elsewhere.example"):
        connection = http.client.HTTPConnection(urlparse(address).netloc, timeout=20)
        headers = {
            "Host": host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        connection.request("GET", "/_stcore/stream", headers=headers)
        answers[host] = connection.getresponse().status
        connection.close()
    assert answers == {"localhost": 101, "elsewhere.example": 403}


def test_there_is_no_deploy_button(visit: Visit) -> None:
    page = visit("")
    assert page.get_by_text("Deploy", exact=True).count() == 0


def tab_to(page: Page, text: str) -> None:
    """Press Tab until the label of the focused element begins with `text`."""
    for _ in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''"
        )
        if label.startswith(text) and page.evaluate("document.activeElement.tagName") != "MAIN":
            return
    raise AssertionError(f"no way to “{text}” by keyboard")
