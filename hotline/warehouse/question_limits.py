"""What a question in SQL may use, from the settings: the same for the command and for the page."""

from __future__ import annotations

from hotline.warehouse.settings import Settings
from ingest.byte_sizes import bytes_of
from serving.sandbox.limits import Limits


def question_limits(settings: Settings) -> Limits:
    """Return the limits of one question."""
    return Limits(
        seconds=settings.sql_seconds,
        memory_bytes=bytes_of(settings.sql_memory),
        threads=settings.threads,
        max_rows=settings.sql_max_rows,
        max_bytes=bytes_of(settings.sql_max_bytes),
    )
