"""Decides who may see which page, and opens the published file of that audience.

There is no login yet: the server is started for one audience (`HOTLINE_AUDIENCE`) and listens on this machine. Every
view asks here first, so that a login will have one place to go.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from dashboards.pages import AUDIENCES, seen_by
from serving.published import Published, open_audience

DEFAULT_HOME = Path(__file__).resolve().parents[1] / "var"


def audience() -> str:
    """Return the audience that this server was started for."""
    return os.environ.get("HOTLINE_AUDIENCE") or "administrators"


def home() -> Path:
    """Return the folder of the warehouse."""
    return Path(os.environ.get("HOTLINE_HOME") or DEFAULT_HOME)


def county_shapes() -> Path | None:
    """Return the file of the outlines of counties, which the server was started with, or None."""
    named = os.environ.get("HOTLINE_COUNTY_SHAPES")
    return Path(named) if named else None


def may_see(page: str, who: str) -> bool:
    """Whether an audience may see the page. An unknown audience sees no page, and nobody sees an unknown page."""
    return page in {each.name for each in seen_by(who)}


def published() -> Published | None:
    """Return the audience's current publication, or None where nothing is published or the audience is unknown."""
    who = audience()
    return open_audience(home(), who) if who in AUDIENCES else None


def require(page: str) -> Published:
    """Return the publication if the audience may see the page. Otherwise say why not, and draw nothing more."""
    who = audience()
    if not may_see(page, who):
        st.error(f"The audience “{who}” may not see this page.")
        st.stop()
    found = published()
    if found is None:
        st.info("Nothing is published yet.")
        st.stop()
        raise RuntimeError("unreachable: the page stopped above")
    return found
