"""Recognises a delivery that has landed already, or that somebody released after it was held.

In: a delivery and its hash. Out: the earlier load, or whether it is released. `release` records a release.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest.judging import NEVER_RELEASED
from ingest.reading.delivery import Delivery
from ingest.storing.landing import next_sequence

# SQL that tells, of a line of ledger.loads, whether somebody may release it if it is held.
CAN_BE_RELEASED = f"""
    not exists (
        select 1 from ledger.validations as judged
        where judged.subject = 'batch' and judged.subject_id = loads.load_id
            and judged.expectation in {NEVER_RELEASED})"""


class NeverReleased(Exception):
    """A held batch that nobody may let through as it is; the message says why and what to do."""


def identity(delivery: Delivery, sha256: str) -> str:
    """Return the text that two deliveries share if they are the same; the time of loading is not part of it."""
    stated = delivery.extracted_at.astimezone(UTC).isoformat() if delivery.extracted_at else "load_time"
    return f"{delivery.extract}|{delivery.kind}|{sha256}|{stated}"


def landed_before(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> tuple[str, int] | None:
    """Return (load_id, rows) of the load in which the same delivery landed, or None."""
    rows = con.execute(
        """
        select load_id, rows_in_file from ledger.loads
        where status = 'landed' and extract = $extract and kind = $kind and file_sha256 = $sha256
            and case when $stated is null then extracted_at_source = 'load_time'
                else extracted_at_source <> 'load_time' and extracted_at = $stated end
        """,
        {
            "extract": delivery.extract,
            "kind": delivery.kind,
            "sha256": sha256,
            "stated": delivery.extracted_at,
        },
    ).fetchall()
    return (rows[0][0], rows[0][1]) if rows else None


def is_released(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> bool:
    """Tell whether somebody has released this delivery."""
    return bool(
        con.execute(
            "select count(*) from ledger.releases where subject = 'batch' and identity = ?",
            [identity(delivery, sha256)],
        ).fetchall()[0][0]
    )


def release(con: duckdb.DuckDBPyConnection, load_id: str, reason: str) -> Path | None:
    """Let a held batch through the next time it is delivered.

    Returns the path from which the batch was read, or None if `load_id` is not a held batch.
    Raises NeverReleased if the batch may not be let through.
    """
    rows = con.execute(
        f"""
        select extract, kind, file_sha256, extracted_at, extracted_at_source, file_path, reason, {CAN_BE_RELEASED}
        from ledger.loads where load_id = ? and status = 'held'
        """,
        [load_id],
    ).fetchall()
    if not rows:
        return None
    extract, kind, sha256, extracted_at, source, path, why, can_be_released = rows[0]
    if not can_be_released:
        raise NeverReleased(why)
    stated = None if source == "load_time" else extracted_at
    delivery = Delivery(Path(path), extract, kind, stated, source)
    con.execute(
        "insert into ledger.releases values (?, 'batch', ?, ?, ?, ?)",
        [datetime.now(UTC), load_id, identity(delivery, sha256), reason, next_sequence(con, "releases")],
    )
    return Path(path)
