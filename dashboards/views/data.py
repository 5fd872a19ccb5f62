"""The page on the data: which files were delivered, what was held or quarantined, and which checks were made."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboards import access, markup
from dashboards.cached import cached
from dashboards.data import deliveries, record
from dashboards.downloads import Files
from dashboards.drawn import draw_once
from serving import operations
from serving.attention import news_words
from serving.published import Published


def draw_page() -> None:
    """Draw the page."""
    published = access.require("data")
    loads = cached(operations.loads, published)
    title, text = news_words.deliveries(loads, cached(operations.rejections, published))
    st.html(
        markup.heading("Data", title, f"Publication {published.publication_id}")
        + f'<p class="lead">{escape(_sentence(loads))} {escape(text) if not loads.empty else ""}</p>'
    )
    # What needs somebody comes first; what is as it should be stands behind a line that opens.
    if not loads.empty:
        deliveries.draw_stopped(loads)
        for part in (deliveries.draw_quarantine, _draw_checks, _draw_deliveries):
            draw_once(part, published)
    draw_once(deliveries.draw_columns, published)
    draw_once(record.draw_publications, published)
    record.draw_filings(published)


def _draw_checks(published: Published) -> Files | None:
    deliveries.draw_orphans(published)
    return deliveries.draw_checks(published)


def _draw_deliveries(published: Published) -> Files:
    deliveries.draw_freshness(published)
    return deliveries.draw_deliveries(published)


def _sentence(loads: pd.DataFrame) -> str:
    """Write how many files were delivered, by what became of them. A file that another settled counts apart."""
    if loads.empty:
        return "No extract has been delivered yet."
    settled = loads["settled_by"].notna() if "settled_by" in loads else pd.Series(False, index=loads.index)
    by_status = loads["status"].mask(settled, loads["status"] + " and settled since").value_counts().to_dict()
    noun = "file was" if len(loads) == 1 else "files were"
    files = ", ".join(f"{count:,} {status}" for status, count in sorted(by_status.items()))
    return f"{len(loads):,} {noun} delivered: {files}."


if __name__ == "__main__":
    draw_page()
