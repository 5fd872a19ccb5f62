"""What a publication showed, kept in the ledger so that a later build can tell what became of it.

Only what differs from the publication before is stored: a row holds from one publication until another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from hotline.warehouse.audiences import AGENCY
from hotline.warehouse.publication_ids import as_seen_by
from hotline.warehouse.published_files import Publication
from ingest.sql_text import literal

# (where it is kept, the table of a build that it is of, what makes a row of it one and the same)
_KEPT = (
    ("ledger.recorded_reports", "int_counted_reports", ("referral_id",)),
    ("ledger.recorded_counts", "int_published_counts", ("period_type", "period_start", "metric_id")),
)


@dataclass(frozen=True)
class BuildNames:
    """What an audience calls builds, each a (build, publication_id, published_at).

    `of_build` names its earlier publications under the build that each is of, and one build may have several:
    the agency sees less of a build than the oversight office. `first_with` names, for every build recorded and for
    this one, the first publication of the audience that showed what changed in it.
    """

    of_build: list[tuple[str, str, datetime]]
    first_with: list[tuple[str, str, datetime]]


def record_build(con: duckdb.DuckDBPyConnection, build: Path, publication: Publication, at: datetime) -> bool:
    """Keep how a build counts each report, and its figures of the whole state; says whether that was new.

    It goes ahead of the swap, in one transaction: a build that a crash kept from being published is kept all
    the same, and shows nowhere, because no publication is of it. Nothing is kept of a build without these tables.
    """
    name = as_seen_by(publication.build_id, AGENCY)
    if con.execute("select 1 from ledger.recorded_builds where build_id = ?", [name]).fetchone():
        return False
    con.execute(f"attach {literal(str(build))} as build (read_only)")
    try:
        if not _has_tables(con):
            return False
        found = con.execute("select coalesce(max(sequence), 0) + 1 from ledger.recorded_builds").fetchone()
        assert found is not None
        sequence = int(found[0])
        con.execute("begin")
        try:
            for kept, table, key in _KEPT:
                _keep(con, kept, f"build.intermediate.{table}", key, sequence)
            con.execute(
                "insert into ledger.recorded_builds values (?, ?, ?, ?)", [sequence, name, publication.as_of, at]
            )
            con.execute("commit")
        except BaseException:
            con.execute("rollback")
            raise
    finally:
        con.execute("detach build")
    return True


def recorded_builds(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The builds of which something is kept, as the agency sees them, in the order of their publication."""
    return [
        str(name) for (name,) in con.execute("select build_id from ledger.recorded_builds order by sequence").fetchall()
    ]


def build_names(publication: Publication, earlier: Iterable[tuple[Any, ...]], recorded: Iterable[str]) -> BuildNames:
    """What the audience of a publication calls builds; `earlier` holds rows of operations.publications."""
    published: dict[str, list[tuple[str, datetime]]] = {}
    for publication_id, _, build_id, _, published_at, *_ in earlier:
        published.setdefault(as_seen_by(build_id, AGENCY), []).append((publication_id, published_at))
    of_build = [
        (build, *each)
        for build, all_of_it in published.items()
        for each in all_of_it
        if each[0] != publication.publication_id
    ]
    this = (publication.publication_id, publication.published_at)
    shown, first_with = this, {publication.build_id: this}
    for build in reversed(list(recorded)):
        shown = published.get(build, [shown])[0]
        first_with[build] = shown
    return BuildNames(of_build, [(build, *each) for build, each in first_with.items()])


def _keep(con: duckdb.DuckDBPyConnection, kept: str, table: str, key: tuple[str, ...], sequence: int) -> None:
    """End the rows that hold no longer, and add those that are new, from `sequence` on."""
    columns = [str(name) for name, *_ in con.execute(f"describe {table}").fetchall()]
    listed, keys = ", ".join(columns), ", ".join(key)
    changed = " or ".join(f"before.{name} is distinct from this.{name}" for name in columns if name not in key)
    con.execute(
        f"create or replace temp table changed as select {keys} "
        f"from (select * from {kept} where until_sequence is null) as before full join {table} as this using ({keys}) "
        f"where before.{key[0]} is null or this.{key[0]} is null or {changed}"
    )
    same_key = " and ".join(f"before.{name} = changed.{name}" for name in key)
    con.execute(
        f"update {kept} as before set until_sequence = $1 from changed "
        f"where before.until_sequence is null and {same_key}",
        [sequence],
    )
    con.execute(
        f"insert into {kept} ({listed}, from_sequence) select {listed}, $1 from {table} join changed using ({keys})",
        [sequence],
    )


def _has_tables(con: duckdb.DuckDBPyConnection) -> bool:
    names = {
        name
        for (name,) in con.execute(
            "select table_name from duckdb_tables() where database_name = 'build' and schema_name = 'intermediate'"
        ).fetchall()
    }
    return {table for _, table, _ in _KEPT} <= names
