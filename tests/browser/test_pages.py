"""The pages in a browser: wide and narrow, by keyboard, for assistive technology, and without anything from outside."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

import duckdb
import pytest

from dashboards.pages import AUDIENCES, PRODUCT, seen_by

if TYPE_CHECKING:
    from conftest import Served
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
# The title of each page of administrators by its address.
PAGES = {page.address: page.title for page in seen_by("administrators")}
WIDTHS = (1400, 390)
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


@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_accessibility_rule_and_fits_its_width(visit: Visit, path: str) -> None:
    """Wide and light first, then narrow and dark: one visit, because most of the time goes into opening a page."""
    page = visit(path, WIDTHS[0])
    assert page.title() == f"{PAGES[path]} – {PRODUCT}"
    assert broken_rules(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": WIDTHS[1], "height": 844})
    settled(page)
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[1]
    overflowing = page.evaluate(
        """width => [...document.querySelectorAll('[data-testid=stMain] *')]
            .filter(e => !e.closest('.scroll, svg, .vh') && getComputedStyle(e).visibility !== 'hidden')
            .filter(e => e.getBoundingClientRect().right > width + 1)
            .map(e => e.outerHTML.slice(0, 90))""",
        WIDTHS[1],
    )
    assert overflowing == []


# Pages that show other audiences more than administrators: single reports, calls, the caseload, and what reads them.
OF_OTHERS = [
    (audience, page.address)
    for audience in ("analysts", "oca")
    for page in seen_by(audience)
    if page.name in ("today", "exceptions", "oversight", "line", "explain", "sql")
]


@pytest.mark.parametrize(("audience", "path"), OF_OTHERS)
def test_what_other_audiences_see_breaks_no_rule_and_fits_a_phone(
    browser: Browser, served: Callable[[str], Served], audience: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": WIDTHS[1], "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served(audience).address}/{path}")
    settled(page)
    assert AUDIENCES[audience] in page.locator(".banner").inner_text()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[1]
    assert {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"localhost"}
    context.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_five_counts_in_the_browser_are_those_of_the_file(
    browser: Browser, served: Callable[[str], Served], audience: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served(audience).address}/counts?place=Tulsa+County&period=FY2026")
    settled(page)
    with duckdb.connect(str(served(audience).file), read_only=True) as con:
        row = con.execute(
            "select calls_received, calls_screened_out, referrals_assigned, calls_anonymous, "
            "calls_unsubstantiated_or_ruled_out from marts.statutory_counts where geography_id = '40143' "
            "and geography_type = 'county' and period_label = 'FY2026'"
        ).fetchone()
    assert row is not None
    assert page.locator(".tile .value").all_inner_texts() == [f"{count:,}" for count in row]
    context.close()


def broken_rules(page: Page) -> list[tuple[str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]


def test_the_finding_of_today_stands_above_the_fold_of_a_phone_below_a_visible_menu(visit: Visit) -> None:
    page = visit("", WIDTHS[1])
    found = page.locator("h1").bounding_box()
    assert found is not None
    assert found["y"] + found["height"] <= 844
    assert page.get_by_test_id("stMain").get_by_role("link", name="Policy exceptions").is_visible()


def shown_for(page: Page) -> str:
    """The place and the period above the finding, after the page's name."""
    return page.locator(".eyebrow").inner_text().rpartition(": ")[2]


def test_place_and_page_are_reached_by_keyboard_alone_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("counts")
    tab_to(page, "Place")
    page.keyboard.type("Tulsa County")
    page.wait_for_timeout(600)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/counts?place=*")
    settled(page)
    chosen = shown_for(page)
    assert "Tulsa County" in chosen
    page.get_by_role("link", name="Response times").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/response-times?place=*")
    settled(page)
    assert shown_for(page) == chosen
    page.reload()
    settled(page)
    assert shown_for(page) == chosen


def test_a_definition_opens_by_keyboard(visit: Visit) -> None:
    page = visit("counts")
    tab_to(page, "How it is counted")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert page.locator("details[open] dd").first.is_visible()


def test_tables_can_be_scrolled_by_keyboard(visit: Visit) -> None:
    page = visit("counts", 390)
    tab_to(page, "Each report has one outcome")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_deep_link_shows_its_place_and_period(visit: Visit) -> None:
    page = visit("counts?place=Tulsa+County&by=Month&period=2026-03")
    assert shown_for(page) == "Tulsa County, 2026-03"
    assert "reports were received" in page.locator("h1").inner_text()


def test_a_narrow_screen_reaches_every_page_by_keyboard(visit: Visit) -> None:
    page = visit("", 390)
    tab_to(page, "Response times")
    page.keyboard.press("Enter")
    page.wait_for_url("**/response-times")
    settled(page)
    assert "Response times" in page.locator(".eyebrow").inner_text()


def test_a_rule_is_reached_from_the_list_by_keyboard_and_has_its_own_address(visit: Visit) -> None:
    page = visit("exceptions?place=Tulsa+County")
    page.get_by_role("link", name="Priority I not initiated on the day of receipt").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/exceptions?rule=priority_1_late&place=Tulsa+County")
    settled(page)
    assert page.locator("h1").inner_text().startswith("Priority I not initiated on the day of receipt: ")
    assert "Tulsa County" in page.locator(".eyebrow").inner_text()


def test_a_question_in_sql_is_asked_and_stopped_by_keyboard(visit: Visit) -> None:
    page = visit("sql?q=select+7+as+seven")
    tab_to(page, "Question in SQL")
    assert page.locator("h1").inner_text().startswith("Ask the file a question")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", level=1).filter(has_text="1 row and 1 column").wait_for()
    settled(page)
    assert broken_rules(page) == []
    page.keyboard.press("Control+A")
    page.keyboard.type("select sleep_ms(600000)")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The question was stopped before its answer was there.").wait_for()


def test_on_a_phone_the_answer_follows_the_question_and_the_tables_open_by_keyboard(visit: Visit) -> None:
    page = visit("sql?q=select+7+as+seven", 390)
    search = page.get_by_label("Search tables and columns")
    assert not search.is_visible()
    tab_to(page, "Question in SQL")
    page.keyboard.press("Control+Enter")
    page.get_by_role("heading", level=1).filter(has_text="1 row and 1 column").wait_for()
    settled(page)
    answer, editor = (page.locator(f".st-key-{key}").bounding_box() for key in ("sql_answer", "sql_editor"))
    assert answer is not None
    assert editor is not None
    assert answer["y"] - editor["y"] - editor["height"] < 260
    tab_to(page, "Tables and columns")
    page.keyboard.press("Enter")
    tab_to(page, "Search tables and columns")
    assert search.is_visible()
    assert broken_rules(page) == []


def test_a_number_leads_to_its_explanation_and_back(visit: Visit) -> None:
    page = visit("counts?place=Tulsa+County&by=Month&period=2026-03")
    tab_to(page, "How it is counted")
    page.keyboard.press("Enter")
    page.locator('details[open] a[href^="explain?metric"]').first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/explain?metric=calls_received&place=Tulsa+County&by=Month&period=2026-03")
    settled(page)
    assert page.locator("h1").inner_text().startswith("Reports received: ")
    assert broken_rules(page) == []
    page.go_back()
    settled(page)
    assert "Tulsa County, 2026-03" in page.locator(".eyebrow").inner_text()


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


def test_no_chart_takes_a_stop_by_keyboard(visit: Visit) -> None:
    page = visit("counts")
    assert page.get_by_test_id("stVegaLiteChart").count() >= 4
    for _ in range(60):
        page.keyboard.press("Tab")
        assert not page.evaluate(
            "!!document.activeElement.closest('[data-testid=stVegaLiteChart], [data-testid=stElementToolbar]')"
        )


def test_a_chart_and_a_drawing_are_light_or_dark_as_the_page_is_and_light_on_paper(visit: Visit) -> None:
    page = visit("trends")
    colours = """() => {
        const chart = document.querySelector('[data-testid=stVegaLiteChart] svg');
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.drawImage(document.querySelector('.mark .drawn'), 0, 0);
        const [red, , , alpha] = canvas.getImageData(14, 1, 1, 1).data;
        return [getComputedStyle(chart.querySelector('text')).fill, alpha > 0 && red > 120,
            getComputedStyle(document.querySelector('.stApp')).backgroundColor,
            getComputedStyle(chart).backgroundColor];
    }"""
    light = ["rgb(90, 104, 114)", False, "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"]
    assert page.evaluate(colours) == light
    page.emulate_media(color_scheme="dark")
    settled(page)
    dark = ["rgb(170, 182, 191)", True, "rgb(14, 17, 23)", "rgba(0, 0, 0, 0)"]
    assert page.evaluate(colours) == dark
    page.emulate_media(color_scheme="dark", media="print")
    page.wait_for_timeout(500)
    assert page.evaluate(colours)[0] == light[0]


def test_definitions_print_in_columns_on_few_sheets_without_any_control(visit: Visit) -> None:
    page = visit("definitions")
    page.emulate_media(media="print")
    assert page.locator("input:visible, button:visible, summary:visible").count() == 0
    entries = page.locator(".entries tr:visible").count()
    assert entries > 50
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))
    assert entries / sheets > 55


def test_the_menu_of_downloads_is_reached_by_keyboard_and_each_form_is_made(visit: Visit) -> None:
    page = visit("counts")
    tab_to(page, "Download months")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="CSV").wait_for()
    assert broken_rules(page) == []
    for form, begins in (("CSV", b"period_type"), ("XLSX", b"PK"), ("SVG: Reports received", b"<svg")):
        tab_to(page, form)
        with page.expect_download(timeout=60_000) as saving:
            page.keyboard.press("Enter")
        assert begins in Path(saving.value.path()).read_bytes()[:400]
        page.wait_for_timeout(600)


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
