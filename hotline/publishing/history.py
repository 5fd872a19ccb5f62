"""Keep in the ledger what each publication showed, so that a later build can tell what became of it.

Only what differs from the publication before is stored: a row holds from one publication until another.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from hotline.warehouse.audiences import AGENCY
from hotline.warehouse.ledger_rows import PublicationRow
from hotline.warehouse.publications.publication_ids import as_seen_by
from hotline.warehouse.publications.published_files import Publication
from ingest.sql_text import literal


@dataclass(frozen=True)
class _Kept:
    """A table of the ledger that keeps a model of each build; rows with the same `key` are one and the same."""

    table: str
    model: str
    key: tuple[str, ...]


_KEPT = (
    _Kept("ledger.recorded_reports", "int_counted_reports", ("referral_id",)),
    _Kept("ledger.recorded_counts", "int_published_counts", ("period_type", "period_start", "metric_id")),
)


@dataclass(frozen=True)
class NamedBuild:
    """A build, as the agency sees its id, and a publication that an audience knows it by."""

    build_id: str
    publication_id: str
    published_at: datetime | None


@dataclass(frozen=True)
class BuildNames:
    """The publications that an audience knows builds by.

    `of_build` has the audience's earlier publications under the build that each is of. One build may have several,
    because the agency sees less of a build than the oversight office. `first_with` has, for every build recorded and
    for this one, the first publication of the audience that showed what changed in it.
    """

    of_build: list[NamedBuild]
    first_with: list[NamedBuild]


def record_build(con: duckdb.DuckDBPyConnection, build: Path, publication: Publication, at: datetime) -> bool:
    """Keep how a build counts each report, and its figures of the whole state. Returns whether the build was new.

    This goes ahead of the swap, in one transaction. A build that a crash kept from being published is kept too, and
    shows nowhere, because no publication is of it. Nothing is kept of a build that lacks these tables.
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
            for kept in _KEPT:
                _keep(con, kept, sequence)
            con.execute(
                "insert into ledger.recorded_builds values (?, ?, ?, ?)", [sequence, name, publication.as_of, at]
            )
            con.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):  # a commit that failed has rolled back by itself
                con.execute("rollback")
            raise
    finally:
        con.execute("detach build")
    return True


def recorded_builds(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The ids, as the agency sees them, of the builds that are kept, in the order of their publication."""
    return [
        str(name) for (name,) in con.execute("select build_id from ledger.recorded_builds order by sequence").fetchall()
    ]


def build_names(publication: Publication, earlier: Iterable[PublicationRow], recorded: Iterable[str]) -> BuildNames:
    """The names by which the audience of a publication knows builds.

    `earlier` has the audience's earlier publications, `recorded` the builds that are kept, both in their order.
    """
    published: dict[str, list[NamedBuild]] = {}
    for each in earlier:
        build = as_seen_by(each.build_id, AGENCY)
        published.setdefault(build, []).append(NamedBuild(build, each.publication_id, each.published_at))
    of_build = [
        each for known in published.values() for each in known if each.publication_id != publication.publication_id
    ]
    shown = NamedBuild(publication.build_id, publication.publication_id, publication.published_at)
    first_with = {publication.build_id: shown}
    for build in reversed(list(recorded)):
        shown = published.get(build, [shown])[0]
        first_with[build] = shown
    return BuildNames(of_build, [replace(each, build_id=build) for build, each in first_with.items()])


def _keep(con: duckdb.DuckDBPyConnection, kept: _Kept, sequence: int) -> None:
    """End the rows that hold no longer, and add the new ones, from `sequence` on."""
    model, key = f"build.intermediate.{kept.model}", kept.key
    columns = [str(name) for name, *_ in con.execute(f"describe {model}").fetchall()]
    listed, keys = ", ".join(columns), ", ".join(key)
    changed = " or ".join(f"before.{name} is distinct from this.{name}" for name in columns if name not in key)
    con.execute(
        f"create or replace temp table changed as select {keys} from "
        f"(select * from {kept.table} where until_sequence is null) as before full join {model} as this using ({keys}) "
        f"where before.{key[0]} is null or this.{key[0]} is null or {changed}"
    )
    same_key = " and ".join(f"before.{name} = changed.{name}" for name in key)
    con.execute(
        f"update {kept.table} as before set until_sequence = $1 from changed "
        f"where before.until_sequence is null and {same_key}",
        [sequence],
    )
    con.execute(
        f"insert into {kept.table} ({listed}, from_sequence) "
        f"select {listed}, $1 from {model} join changed using ({keys})",
        [sequence],
    )


def _has_tables(con: duckdb.DuckDBPyConnection) -> bool:
    names = {
        name
        for (name,) in con.execute(
            "select table_name from duckdb_tables() where database_name = 'build' and schema_name = 'intermediate'"
        ).fetchall()
    }
    return {each.model for each in _KEPT} <= names
