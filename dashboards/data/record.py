"""Draws what stands on record on the page on the data: publications, and annual reports that were filed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboards import access, markup
from dashboards.cached import cached
from dashboards.markup import Column
from serving import operations, wording
from serving.published import Published
from serving.report.filings import filed_reports


def draw_publications(published: Published) -> None:
    """Draw the earlier publications for this audience."""
    found = cached(operations.publications, published)
    rows = [
        [
            row["publication_id"],
            wording.stamp(row["as_of"]),
            wording.stamp(row["published_at"]),
            wording.plain(row["code_version"]),
            wording.stamp(row["withdrawn_at"]) if "withdrawn_at" in row else "",
            "Yes" if row.get("is_rebuild") else "",
        ]
        for row in found.to_dict("records")
    ]
    if not rows:
        return
    heads = ("Publication", "As of", "Published", "Code version", "Withdrawn", "Rebuild")
    st.html(
        markup.section("Publications")
        + markup.folded(
            f"All publications for this audience: {len(rows):,}",
            markup.table("Publications for this audience, newest first", [Column(head) for head in heads], rows),
        )
    )


def draw_filings(published: Published) -> None:
    """Draw the annual reports that were filed, the newest last."""
    rows = [
        [
            str(each.fiscal_year),
            str(each.number),
            _local(each.filed_at, published),
            _local(each.as_of, published),
            each.publication_id or "",
            each.sha256 or "",
            each.trouble or "as it was filed",
        ]
        for each in filed_reports(access.home() / "reports")
    ]
    if not rows:
        return
    heads = ("Fiscal year", "Filing", "Filed", "As of", "Publication", "SHA-256 of its manifest", "State")
    st.html(
        markup.section("Filed reports", "Each is kept for ever; a second filing of a year restates the first.")
        + markup.table("Annual reports that were filed", [Column(head) for head in heads], rows)
    )


def _local(instant: str | None, published: Published) -> str:
    """UTC text by the state's clock."""
    return wording.stamp(pd.Timestamp(instant).tz_convert(published.time_zone)) if instant else ""
