"""The validation page: the ledger's newest verdicts as one HTML file under HOTLINE_HOME."""

from __future__ import annotations

from pathlib import Path

import duckdb

from expectations.page import render
from hotline.warehouse.audiences import OVERSIGHT
from hotline.warehouse.home import Home
from hotline.warehouse.program_files import seeds_of
from hotline.warehouse.publications.publication_ids import as_seen_by
from hotline.warehouse.settings import Settings
from ingest.contract import time_zone

# Enough for the newest batches and publications; operations.validations has them all.
_MOST_ROWS = 4000


def render_validation_page(con: duckdb.DuckDBPyConnection, home: Home, settings: Settings) -> Path:
    """Write the page for the audience of the settings, and return its path."""
    found = con.execute(
        "select * from ledger.validations order by sequence desc limit ?", [_MOST_ROWS]
    ).to_arrow_table()
    rows = found.to_pylist()
    for row in rows:
        if row["subject"] == "publication":
            row["subject_id"] = as_seen_by(row["subject_id"], settings.audience)
    return render(
        rows,
        "What was expected of the data, and whether it held",
        home.validation / "index.html",
        include_oversight=settings.audience == OVERSIGHT,
        time_zone=time_zone(seeds_of(settings.jurisdiction)),
    )
