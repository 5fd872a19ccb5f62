"""Tells an open page that a newer publication has come since it was drawn."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import access
from serving.published import Published

# How often an open page looks; whoever presses anything gets the newest publication anyway.
SECONDS = 60


def tell(published: Published) -> None:
    """Draw the sentence, if there is one. The browser asks for this part of the page alone, once a minute."""
    st.fragment(_draw, run_every=SECONDS)(published)


def _draw(published: Published) -> None:
    text = sentence(access.home() / "published" / f"{published.audience}.duckdb", published.path)
    if text:
        st.html(f'<p class="notice" role="status">{text}</p>')


def sentence(link: Path, drawn_from: Path) -> str:
    """Say that the audience's symlink names another file than the one that the page was drawn from; else nothing."""
    if not link.exists() or link.resolve() == drawn_from:
        return ""
    return "A newer publication is there. Load the page again to see it: these are the figures of the one before."
