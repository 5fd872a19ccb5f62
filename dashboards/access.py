"""Who may see which page, and the published file that stands for them.

There is no login yet: the server is started for one audience (`HOTLINE_AUDIENCE`) and listens on this machine.
Every view asks here first, so that a login has one place to go.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from serving.published import Published, open_audience

AUDIENCES = {
    "administrators": "Administrators",
    "analysts": "Analysts",
    "oca": "Office of Child Advocate",
}
PAGES: dict[str, frozenset[str]] = {
    "statutory_counts": frozenset(AUDIENCES),
    "response_times": frozenset(AUDIENCES),
    "data": frozenset(AUDIENCES),
}
DEFAULT_HOME = Path(__file__).resolve().parents[1] / "var"


def audience() -> str:
    """The audience that this server was started for."""
    return os.environ.get("HOTLINE_AUDIENCE") or "administrators"


def home() -> Path:
    """Where the warehouse lives."""
    return Path(os.environ.get("HOTLINE_HOME") or DEFAULT_HOME)


def may_see(page: str, who: str) -> bool:
    """Whether an audience has the page; an unknown audience or page has nothing."""
    return who in PAGES.get(page, frozenset())


def published() -> Published | None:
    """The audience's current publication; None where nothing is published or nobody is known by that name."""
    who = audience()
    return open_audience(home(), who) if who in AUDIENCES else None


def require(page: str) -> Published:
    """The publication for a page that the audience may see; otherwise says so and draws nothing more."""
    who = audience()
    if not may_see(page, who):
        st.error(f"This page is not open to the audience “{who}”.")
        st.stop()
    found = published()
    if found is None:
        st.info("Nothing is published yet.")
        st.stop()
        raise RuntimeError("unreachable: the page stopped above")
    return found
