"""The ledger's rows on publications: verdicts, releases, what was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import duckdb

from hotline.warehouse.publication_ids import as_seen_by
from hotline.warehouse.published_files import Publication

# ledger.validations, in its order.
VALIDATION_COLUMNS = {
    "validated_at": "timestamptz",
    "subject": "varchar",
    "subject_id": "varchar",
    "extract": "varchar",
    "suite": "varchar",
    "expectation": "varchar",
    "column_name": "varchar",
    "severity": "varchar",
    "success": "boolean",
    "observed": "varchar",
    "sentence": "varchar",
}


def record_verdict(
    con: duckdb.DuckDBPyConnection, build: str, verdict: Mapping[str, Any], at: datetime
) -> list[tuple[Any, ...]]:
    """Keep how a build was judged, in the place of an earlier verdict on the same build; returns the rows."""
    rows = [
        (
            at, "publication", build, None, each["suite"], each["expectation"], each["column_name"],
            each["severity"], each["success"], each["observed"], each["sentence"],
        )
        for each in verdict["results"]
    ]  # fmt: skip
    con.execute("delete from ledger.validations where subject = 'publication' and subject_id = ?", [build])
    if rows:
        marks = ", ".join("?" for _ in VALIDATION_COLUMNS)
        con.executemany(f"insert into ledger.validations values ({marks})", rows)
    return rows


def release_reason(con: duckdb.DuckDBPyConnection, build: str) -> str | None:
    """Why a held build was let through; None if it was not."""
    found = con.execute(
        "select reason from ledger.releases where subject = 'publication' and subject_id = ? "
        "order by released_at desc limit 1",
        [build],
    ).fetchone()
    return str(found[0]) if found else None


def earlier_publications(con: duckdb.DuckDBPyConnection, audience: str) -> list[tuple[Any, ...]]:
    """An audience's publications so far as rows of operations.publications."""
    return con.execute(
        "select publication_id, audience, build_id, as_of, published_at, code_version, loads "
        "from ledger.publications where audience = ? order by published_at",
        [audience],
    ).fetchall()


def record_publications(con: duckdb.DuckDBPyConnection, publications: Iterable[Publication]) -> None:
    """Add the lines that are missing."""
    for each in publications:
        _record(
            con,
            each.publication_id,
            each.audience,
            each.build_id,
            each.as_of,
            each.published_at,
            each.code_version,
            list(each.loads),
        )


def record_manifest(con: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> bool:
    """Add the line of what is published, if a crash kept it from being written; says whether it did.

    The manifest names the build as its audience sees it; the build's own id is that of the last verdict on a
    build of which this is what the audience sees.
    """
    seen, audience = str(manifest["build_id"]), str(manifest["audience"])
    judged = con.execute(
        "select subject_id from ledger.validations "
        "where subject = 'publication' and starts_with(subject_id, ?) order by validated_at desc",
        [seen],
    ).fetchall()
    own = next((name for (name,) in judged if as_seen_by(name, audience) == seen), seen)
    return _record(
        con,
        str(manifest["publication_id"]),
        audience,
        own,
        manifest["as_of"],
        manifest["published_at"],
        str(manifest["code_version"]),
        list(manifest["loads"]),
    )


def _record(
    con: duckdb.DuckDBPyConnection,
    publication_id: str,
    audience: str,
    build_id: str,
    as_of: datetime | str | None,
    published_at: datetime | str,
    code_version: str,
    loads: list[str],
) -> bool:
    there = con.execute(
        "select 1 from ledger.publications where publication_id = ? and audience = ?",
        [publication_id, audience],
    ).fetchone()
    if there:
        return False
    con.execute(
        "insert into ledger.publications values (?, ?, ?, ?, ?, ?, ?)",
        [publication_id, audience, build_id, as_of, published_at, code_version, loads],
    )
    return True
