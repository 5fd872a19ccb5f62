"""The page on the data: which files were delivered, what was held or quarantined, and which checks were made."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards import access, markup
from dashboards.cached import cached
from dashboards.views import data_parts
from serving import operations


def draw_page() -> None:
    """Draw the page."""
    published = access.require("data")
    loads = cached(operations.loads, published)
    st.html(
        markup.heading("Data", "The data behind the figures", f"Publication {published.publication_id}")
        + f'<p class="lead">{_sentence(loads)}</p>'
    )
    if not loads.empty:
        data_parts.draw_freshness(loads)
        data_parts.draw_deliveries(published, loads)
        data_parts.draw_quarantine(published)
        data_parts.draw_checks(published)
    data_parts.draw_columns(published)
    data_parts.draw_publications(published)
    data_parts.draw_filings(published)


def _sentence(loads: pd.DataFrame) -> str:
    if loads.empty:
        return "No extract has been delivered yet."
    by_status = loads["status"].value_counts().to_dict()
    files = [f"<b>{count:,}</b> {status}" for status, count in sorted(by_status.items())]
    noun = "file was" if len(loads) == 1 else "files were"
    return f"<b>{len(loads):,}</b> {noun} delivered: {', '.join(files)}."


if __name__ == "__main__":
    draw_page()
