"""What a child process is asked to read, and the columns in which it answers.

In: a contract and the settings of a command. Out: a `ReadRequest`, and the Arrow schema of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from ingest.contract import Contract
from ingest.reading.bounds import Bounds

_LEAST_MEMORY = 160 << 20  # DuckDB's buffers for a delimited file, and what Arrow holds of a batch
_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
}


@dataclass(frozen=True)
class ReadRequest:
    """One file to read. `memory` is in bytes; `expected_rows` is what the manifest announces, or None.

    A time without an offset is wall-clock time of `zone`.
    """

    contract: Contract
    suffix: str
    zone: str
    extracted_at: datetime
    expected_rows: int | None
    bounds: Bounds
    memory: int
    threads: int


def shares(memory_limit: int) -> tuple[int, int]:
    """Return the bytes for the child and for the database of the command, which work at the same time.

    A fifth stays free: an allocator keeps more than it hands out.
    """
    return max(memory_limit * 2 // 5, _LEAST_MEMORY), memory_limit * 2 // 5


def schema_of(contract: Contract) -> pa.Schema:
    """Return the columns of the rows that a child sends: typed and minimised, with marks of what is wrong."""
    reason = pa.struct([("rule", pa.string()), ("column_name", pa.string()), ("shape", pa.string())])
    return pa.schema(
        [
            *((each.name, _ARROW[each.type]) for each in contract.stored),
            ("_time_notes", pa.string()),
            ("_row_number", pa.int64()),
            ("_bad", pa.bool_()),
            ("_reasons", pa.list_(reason)),
            ("_key", pa.string()),
            ("_content_hash", pa.uint64()),
        ]
    )
