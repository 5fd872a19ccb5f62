"""The pages in the order of the menu: the name, address, group and filters of each, and the audiences that may see it.

A page that an audience may not see is in neither its menu nor its addresses. `access.require` refuses it once more in
the view itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

AUDIENCES = {
    "administrators": "Administrators",
    "analysts": "Analysts",
    "oca": "Office of Child Advocate",
}
EVERYBODY = frozenset(AUDIENCES)
# The part of the product's name that follows a page's title in the browser's tab.
PRODUCT = "Child abuse hotline"


@dataclass(frozen=True)
class Page:
    """One page. `name` is that of its file in `views/`, and the one by which the view asks for access.

    `address` is its path, which is empty for the first page of every menu. `filters` are those of
    `dashboards/frame.py` that it draws.
    """

    name: str
    title: str
    address: str
    group: str
    audiences: frozenset[str] = EVERYBODY
    filters: frozenset[str] = frozenset({"place", "period"})

    @property
    def view(self) -> str:
        """The file of the view, seen from the entry script."""
        return f"views/{self.name}.py"


PAGES = (
    Page("today", "Today", "", "Needs attention", filters=frozenset({"place"})),
    Page("exceptions", "Policy exceptions", "exceptions", "Needs attention"),
    Page("oversight", "Oversight", "oversight", "Needs attention", audiences=frozenset({"oca"})),
    Page("statutory_counts", "Statutory counts", "counts", "Figures"),
    Page("response_times", "Response times", "response-times", "Figures"),
    Page("screening", "Screening", "screening", "Figures"),
    Page("line", "The line", "line", "Figures", filters=frozenset({"period"})),
    Page("performance", "Trends", "trends", "Figures", filters=frozenset({"place"})),
    Page("explain", "Explain", "explain", "Behind the figures", filters=frozenset()),
    Page("definitions", "Definitions", "definitions", "Behind the figures", filters=frozenset()),
    Page("data", "Data", "data", "Behind the figures", filters=frozenset()),
    Page("sql", "SQL", "sql", "Behind the figures", filters=frozenset()),
)


def seen_by(audience: str) -> tuple[Page, ...]:
    """Return the pages that an audience may see. An unknown audience sees none."""
    return tuple(page for page in PAGES if audience in page.audiences)


def by_group(pages: tuple[Page, ...]) -> Mapping[str, tuple[Page, ...]]:
    """Return the pages by the heading under which the menu shows them, in the order of the menu."""
    groups = dict.fromkeys(page.group for page in pages)
    return {group: tuple(page for page in pages if page.group == group) for group in groups}


def page_of(address: str, pages: tuple[Page, ...]) -> Page:
    """Return the page at an address."""
    return next(page for page in pages if page.address == address)
