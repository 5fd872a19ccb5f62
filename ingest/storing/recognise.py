"""Recognises a delivery that has landed already, was released after it was held, or was taken back after it landed.

In: a delivery and its hash. Out: the earlier load, or whether it is released. `release` records a release.
"""

from __future__ import annotations

from dataclasses import dataclass
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

# SQL that picks the lines of a delivery in ledger.loads.
_SAME_DELIVERY = """
    extract = $extract and kind = $kind and file_sha256 = $sha256
    and case when $stated is null then extracted_at_source = 'load_time'
        else extracted_at_source <> 'load_time' and extracted_at = $stated end"""


class NeverReleased(Exception):
    """A held batch that nobody may let through as it is; the message says why and what to do."""


def identity(delivery: Delivery, sha256: str) -> str:
    """Return the text that two deliveries share if they are the same; the time of loading is not part of it."""
    stated = delivery.extracted_at.astimezone(UTC).isoformat() if delivery.extracted_at else "load_time"
    return f"{delivery.extract}|{delivery.kind}|{sha256}|{stated}"


def landed_before(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> tuple[str, int] | None:
    """Return (load_id, rows) of the load in which the same delivery landed, or None."""
    rows = con.execute(
        f"select load_id, rows_in_file from ledger.loads where status = 'landed' and {_SAME_DELIVERY}",
        _facts(delivery, sha256),
    ).fetchall()
    return (rows[0][0], rows[0][1]) if rows else None


def repeats(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> list[str]:
    """Return the loads of the same delivery that said nothing new, because it had landed."""
    rows = con.execute(
        f"select load_id from ledger.loads where status = 'unchanged' and {_SAME_DELIVERY} order by sequence",
        _facts(delivery, sha256),
    ).fetchall()
    return [str(load_id) for (load_id,) in rows]


def taken_back_as(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> str | None:
    """Return the load as which this delivery was last taken back, or None."""
    rows = con.execute(
        "select load_id from ledger.retractions where identity = ? order by sequence desc limit 1",
        [identity(delivery, sha256)],
    ).fetchall()
    return str(rows[0][0]) if rows else None


def is_released(con: duckdb.DuckDBPyConnection, delivery: Delivery, sha256: str) -> bool:
    """Tell whether somebody has released this delivery, and nobody has taken it back since."""
    return bool(
        con.execute(
            """
            select count(*) from ledger.releases where subject = 'batch' and identity = $same and sequence > (
                select coalesce(max(releases_before), 0) from ledger.retractions where identity = $same)
            """,
            {"same": identity(delivery, sha256)},
        ).fetchall()[0][0]
    )


@dataclass(frozen=True)
class Recorded:
    """A line of ledger.loads, and the delivery that it tells of."""

    delivery: Delivery
    sha256: str | None
    file_name: str
    status: str
    reason: str | None
    rows: int | None
    can_be_released: bool


def recorded(con: duckdb.DuckDBPyConnection, load_id: str) -> Recorded | None:
    """Return the line of a load, or None if there is no such load."""
    rows = con.execute(
        f"""
        select extract, kind, file_sha256, extracted_at, extracted_at_source, file_path, file_name, status, reason,
            rows_in_file, {CAN_BE_RELEASED}
        from ledger.loads where load_id = ?
        """,
        [load_id],
    ).fetchall()
    if not rows:
        return None
    extract, kind, sha256, extracted_at, source, path, *rest = rows[0]
    stated = None if source == "load_time" else extracted_at
    return Recorded(Delivery(Path(path), extract, kind, stated, source), sha256, *rest)


def release(con: duckdb.DuckDBPyConnection, load_id: str, reason: str) -> Path | None:
    """Let a held batch through the next time it is delivered.

    Returns the path from which the batch was read, or None if `load_id` is not a held batch.
    Raises NeverReleased if the batch may not be let through.
    """
    line = recorded(con, load_id)
    if line is None or line.status != "held":
        return None
    if not line.can_be_released:
        raise NeverReleased(line.reason)
    con.execute(
        "insert into ledger.releases values (?, 'batch', ?, ?, ?, ?)",
        [
            datetime.now(UTC), load_id, identity(line.delivery, str(line.sha256)), reason,
            next_sequence(con, "releases"),
        ],
    )  # fmt: skip
    return line.delivery.path


def _facts(delivery: Delivery, sha256: str) -> dict[str, object]:
    """The values of `_SAME_DELIVERY`."""
    return {
        "extract": delivery.extract,
        "kind": delivery.kind,
        "sha256": sha256,
        "stated": delivery.extracted_at,
    }
