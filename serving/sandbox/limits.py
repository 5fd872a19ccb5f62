"""What a question may use, and how large the messages of its process may be."""

from __future__ import annotations

from dataclasses import dataclass

# The process sends no message larger than this, and the reader takes none. So a row larger than this ends the answer.
MESSAGE_BYTES = 16 * 2**20
QUESTION_BYTES = 2**20
# Memory that DuckDB counts itself; the rest is for Python and for what DuckDB does not count.
SHARE_FOR_DUCKDB = 0.75


@dataclass(frozen=True)
class Limits:
    """What one question may use.

    `seconds` is the time that the reader may wait for the process in all; `memory_bytes` is what the process may hold.
    The answer ends after `max_rows` rows or `max_bytes` bytes of text.
    """

    seconds: float
    memory_bytes: int
    threads: int
    max_rows: int
    max_bytes: int
