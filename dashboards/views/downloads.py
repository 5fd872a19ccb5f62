"""Offers published rows as a CSV file."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from serving.published import Published
from serving.wording import is_missing, spreadsheet_text


def csv_button(label: str, rows: pd.DataFrame, published: Published, name: str) -> None:
    """Draw a button that saves the rows. The name of the file holds the publication that they come from."""
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-")
    st.download_button(
        label,
        csv_bytes(rows),
        file_name=f"{safe}-{published.publication_id}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"csv-{safe}",
    )


def csv_bytes(rows: pd.DataFrame) -> bytes:
    """Return the rows in UTF-8 with a header. A text that a spreadsheet would run as a formula gets an apostrophe."""
    texts = rows.select_dtypes(include=["object", "string"]).columns
    guarded = rows.assign(**{column: rows[column].map(_guarded) for column in texts})
    return guarded.to_csv(index=False).encode()


def _guarded(value: object) -> object:
    if not isinstance(value, str) or is_missing(value):
        return value
    return spreadsheet_text(value)
