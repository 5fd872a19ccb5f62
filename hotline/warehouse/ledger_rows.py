"""The ledger's rows on publications: verdicts, releases, and what was published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime

import duckdb

from expectations.verdict import Verdict
from hotline.warehouse.publications.publication_ids import as_seen_by
from hotline.warehouse.publications.published_files import Manifest, Publication
from ingest.database import insert_rows
from ingest.storing.landing import next_sequence


@dataclass(frozen=True)
class ValidationRow:
    """A row of ledger.validations, its columns in their order."""

    validated_at: datetime
    subject: str
    subject_id: str
    extract: str | None
    suite: str
    expectation: str
    column_name: str | None
    severity: str
    success: bool
    observed: str
    sentence: str


@dataclass(frozen=True)
class PublicationRow:
    """A row of ledger.publications, its columns in their order; `build_id` is the build's own.

    `withdrawn_at` is no column there: it is when the first of its `loads` was taken back, null where none was.
    """

    publication_id: str
    audience: str
    build_id: str
    as_of: datetime | None
    published_at: datetime | None
    code_version: str
    loads: list[str]
    withdrawn_at: datetime | None = None


def publication_row(publication: Publication) -> PublicationRow:
    """The ledger's row of a publication."""
    return PublicationRow(
        publication.publication_id, publication.audience, publication.build_id, publication.as_of,
        publication.published_at, publication.code_version, list(publication.loads),
    )  # fmt: skip


def record_verdict(con: duckdb.DuckDBPyConnection, build: str, verdict: Verdict, at: datetime) -> list[ValidationRow]:
    """Keep how a build was judged, in place of an earlier verdict on the same build. Returns the rows."""
    rows = [
        ValidationRow(
            at, "publication", build, None, each.suite, each.expectation, each.column_name, each.severity,
            each.success, each.observed, each.sentence,
        )
        for each in verdict.results
    ]  # fmt: skip
    con.execute("delete from ledger.validations where subject = 'publication' and subject_id = ?", [build])
    if rows:
        sequence = next_sequence(con, "validations")
        insert_rows(con, "ledger.validations", [(*astuple(row), sequence) for row in rows])
    return rows


def release_reason(con: duckdb.DuckDBPyConnection, build: str) -> str | None:
    """Why a held build was let through; None if it was not."""
    found = con.execute(
        "select reason from ledger.releases where subject = 'publication' and subject_id = ? "
        "order by sequence desc limit 1",
        [build],
    ).fetchone()
    return str(found[0]) if found else None


def taken_back(con: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When each load that was taken back was."""
    return dict(con.execute("select load_id, retracted_at from ledger.retractions order by sequence").fetchall())


def earlier_publications(con: duckdb.DuckDBPyConnection, audience: str) -> list[PublicationRow]:
    """An audience's publications so far, in the order in which they were published."""
    rows = con.execute(
        "select publication_id, audience, build_id, as_of, published_at, code_version, loads, "
        "(select min(retracted_at) from ledger.retractions where list_contains(publications.loads, load_id)) "
        "from ledger.publications where audience = ? order by sequence",
        [audience],
    ).fetchall()
    return [PublicationRow(*row) for row in rows]


def record_publications(con: duckdb.DuckDBPyConnection, publications: Iterable[tuple[Publication, str | None]]) -> None:
    """Add a row for each publication that has none, and its file's hash, which may be another one than before."""
    for each, sha256 in publications:
        _record(con, publication_row(each), sha256)


def record_manifest(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> bool:
    """Add the row of what is published, if a crash kept it from being written. Returns whether it was added.

    The manifest names the build as its audience sees it. The row names the build itself: it is the last one judged
    that the audience sees under this name.
    """
    judged = con.execute(
        "select subject_id from ledger.validations "
        "where subject = 'publication' and starts_with(subject_id, ?) group by all order by max(sequence) desc",
        [manifest.build_id],
    ).fetchall()
    seen = manifest.build_id
    own = next((name for (name,) in judged if as_seen_by(name, manifest.audience) == seen), seen)
    row = PublicationRow(
        manifest.publication_id, manifest.audience, own, _instant(manifest.as_of), _instant(manifest.published_at),
        manifest.code_version, manifest.loads,
    )  # fmt: skip
    return _record(con, row, manifest.sha256)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def has_no_hash(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> bool:
    """Whether an earlier version of the program published this file and kept no hash of it."""
    found = con.execute(
        "select 1 from ledger.publications where publication_id = ? and audience = ? and sha256 is null",
        [manifest.publication_id, manifest.audience],
    ).fetchone()
    return manifest.sha256 is None and found is not None


def _record(con: duckdb.DuckDBPyConnection, row: PublicationRow, sha256: str | None) -> bool:
    there = con.execute(
        "select 1 from ledger.publications where publication_id = ? and audience = ?",
        [row.publication_id, row.audience],
    ).fetchone()
    if there:
        con.execute(
            "update ledger.publications set sha256 = $sha256 "
            "where publication_id = $id and audience = $audience and sha256 is distinct from $sha256 "
            "and $sha256 is not null",
            {"sha256": sha256, "id": row.publication_id, "audience": row.audience},
        )
        return False
    con.execute(
        "insert into ledger.publications values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*astuple(row)[:-1], next_sequence(con, "publications"), sha256],
    )
    return True
