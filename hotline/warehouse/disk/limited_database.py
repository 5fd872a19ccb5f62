"""A DuckDB file, opened with the limits of the settings."""

from __future__ import annotations

from pathlib import Path

import duckdb

from hotline.warehouse.settings import Settings
from ingest.database import open_database


def open_limited(
    path: Path, settings: Settings, spill_folder: Path | None, *, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """Open a file with the memory and the threads of the settings; it spills into `spill_folder`, or not at all."""
    return open_database(
        path,
        read_only=read_only,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        spill_folder=spill_folder,
    )
