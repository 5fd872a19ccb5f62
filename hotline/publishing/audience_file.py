"""One audience's published file: the tables and columns that are the audience's, with their comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from hotline.building.published_objects import REPORT_KEY
from hotline.publishing.history import BuildNames
from hotline.warehouse.audiences import OVERSIGHT, OVERSIGHT_SCHEMA
from hotline.warehouse.home import Home
from hotline.warehouse.ledger_rows import VALIDATION_COLUMNS
from hotline.warehouse.limited_database import open_limited
from hotline.warehouse.publication_ids import as_seen_by
from hotline.warehouse.published_files import Publication
from hotline.warehouse.settings import Settings
from ingest.sql_text import literal, quote

_PUBLICATIONS = {
    "publication_id": ("varchar", "The key: as_of and a hash of what the publication was built from."),
    "audience": ("varchar", "Whom the publication is for."),
    "build_id": ("varchar", "The build that was published."),
    "as_of": (
        "timestamptz",
        "The instant that the figures speak of: the newest extracted_at of the reports.",
    ),
    "published_at": ("timestamptz", "When the publication was swapped in."),
    "code_version": ("varchar", "The version of the program and of its models that made the build."),
    "loads": ("varchar[]", "The loads that the build was made from, as operations.loads names them."),
}
# Tables of a build that name builds where readers are to find publications, and which of the names are meant.
_TELL_OF_PUBLICATIONS = {("marts", "report_history"): "of_build", ("marts", "report_changes"): "first_with"}
_ABOUT_PUBLICATIONS = (
    "One row a publication for this audience, this one among them. Key: publication_id. "
    "A figure that was published (R(b)) can be traced to what it was built from. "
    "Example: select publication_id, as_of from operations.publications order by published_at desc"
)


def copy_objects(home: Home, settings: Settings, build: Path, made: Path, audience: str, names: BuildNames) -> None:
    """Write the file at `made` with everything of the build that is the audience's.

    `names` says what the audience calls builds. The file lacks what only the judging of the build can say;
    `complete_copy` adds that.
    """
    made.unlink(missing_ok=True)
    with open_limited(made, settings, home.temp) as con:
        con.execute(f"attach {literal(str(build))} as build (read_only)")
        _write_names(con, names)
        for schema, table, description in _objects(con, audience):
            _copy(con, schema, table, description, audience)
        con.execute("detach build")
        con.execute("checkpoint")


def complete_copy(
    home: Home,
    settings: Settings,
    made: Path,
    publication: Publication,
    earlier: Sequence[tuple[Any, ...]],
    verdicts: Sequence[tuple[Any, ...]],
) -> dict[str, int]:
    """Add the publications and the verdicts to a copy; returns the number of rows of each table.

    `earlier` holds the audience's earlier publications as rows of operations.publications, `verdicts` the
    results of judging this build as rows of ledger.validations.
    """
    with open_limited(made, settings, home.temp) as con:
        _write_publications(con, publication, earlier)
        _write_verdicts(con, publication, verdicts)
        names = con.execute(
            "select schema_name, table_name from duckdb_tables() order by schema_name, table_name"
        ).fetchall()
        rows = {f"{schema}.{table}": _count(con, schema, table) for schema, table in names}
        con.execute("checkpoint")
    return rows


def _objects(con: duckdb.DuckDBPyConnection, audience: str) -> list[tuple[str, str, str]]:
    return con.execute(
        "select schema_name, object_name, description from build.control.published_objects "
        "where column_name is null and list_contains(audiences, ?) "
        "and (schema_name, object_name) <> ('operations', 'publications') order by schema_name, object_name",
        [audience],
    ).fetchall()


def _copy(con: duckdb.DuckDBPyConnection, schema: str, table: str, description: str, audience: str) -> None:
    """Copy the columns that are the audience's; a column that nobody described is nobody's."""
    columns = con.execute(
        "select columns.column_name, objects.description from duckdb_columns() as columns "
        "join build.control.published_objects as objects on objects.schema_name = columns.schema_name "
        "and objects.object_name = columns.table_name and objects.column_name = columns.column_name "
        "where columns.database_name = 'build' and columns.schema_name = ? and columns.table_name = ? "
        "and list_contains(objects.audiences, ?) order by columns.column_index",
        [schema, table, audience],
    ).fetchall()
    if not columns:
        return
    limits = _limits(con, schema, table, audience)
    if limits is None:
        return
    target = f"{quote(schema)}.{quote(table)}"
    names = ", ".join(quote(name) for name, _ in columns)
    con.execute(f"create schema if not exists {quote(schema)}")
    condition = " and ".join(each.condition for each in limits) or "true"
    rows = f"(select * from {_rows_of(con, schema, table, audience)}) as rows"
    con.execute(f"create table {target} as select {names} from {rows} where {condition}")
    about_table = " ".join([description, *(each.sentence for each in limits)])
    con.execute(f"comment on table {target} is {literal(about_table)}")
    for name, about in columns:
        con.execute(f"comment on column {target}.{quote(name)} is {literal(about)}")


@dataclass(frozen=True)
class _Limit:
    """What a row must fulfil to be the audience's, as SQL and in words."""

    condition: str
    sentence: str


def _limits(con: duckdb.DuckDBPyConnection, schema: str, table: str, audience: str) -> list[_Limit] | None:
    """To which rows of a table the audience is limited; None, and nothing may be copied, where that can't be told.

    A limit whose table or column the build lacks can't be told, nor which single reports the oversight office may see
    where no limit says.
    """
    wanted = []
    if _columns(con, "control", "limited_objects"):
        wanted = con.execute(
            "select limiting_schema, limiting_object, column_name from build.control.limited_objects "
            "where schema_name = ? and object_name = ? and audience = ? order by all",
            [schema, table, audience],
        ).fetchall()
    own = _columns(con, schema, table)
    if not wanted and audience == OVERSIGHT and schema != OVERSIGHT_SCHEMA and REPORT_KEY in own:
        return None
    limits = []
    for limiting_schema, limiting_table, column in wanted:
        if column not in own or column not in _columns(con, limiting_schema, limiting_table):
            return None
        source = f"build.{quote(limiting_schema)}.{quote(limiting_table)}"
        limits.append(
            _Limit(
                f"{quote(column)} in (select limiting.{quote(column)} from {source} as limiting)",
                f"In this file: the rows whose {column} stands in {limiting_schema}.{limiting_table}.",
            )
        )
    return limits


def _columns(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> set[str]:
    """The columns of a table of the build; none where there is no such table."""
    return {
        name
        for (name,) in con.execute(
            "select column_name from duckdb_columns() "
            "where database_name = 'build' and schema_name = ? and table_name = ?",
            [schema, table],
        ).fetchall()
    }


def _rows_of(con: duckdb.DuckDBPyConnection, schema: str, table: str, audience: str) -> str:
    """Where the rows of a table that an audience may see are read from.

    What is told of a publication bears the audience's own name for it, and is left out where it has none. Rows of
    the oversight office's own extracts, and of files whose extract nobody could tell, are that office's alone; the
    verdicts on publications are written apart.
    """
    if (schema, table) in _TELL_OF_PUBLICATIONS:
        return (
            f"(select rows.* replace (names.publication_id as publication_id, names.published_at as published_at) "
            f"from build.{quote(schema)}.{quote(table)} as rows "
            f"join {_TELL_OF_PUBLICATIONS[schema, table]} as names on rows.publication_id = names.build_id)"
        )
    source = f"build.{quote(schema)}.{quote(table)}"
    if schema != "operations":
        return source
    conditions = ["true"]
    if "extract" in _columns(con, schema, table) and audience != OVERSIGHT:
        conditions.append("extract in (select extract from build.control.agency_extracts)")
    if table == "validations":
        conditions.append("subject = 'batch'")
    return f"{source} where {' and '.join(conditions)}"


def _write_names(con: duckdb.DuckDBPyConnection, names: BuildNames) -> None:
    """In temporary tables, so that no name that is another audience's gets into the file."""
    for table, rows in (("of_build", names.of_build), ("first_with", names.first_with)):
        con.execute(f"create temp table {table} (build_id varchar, publication_id varchar, published_at timestamptz)")
        if rows:
            con.executemany(f"insert into {table} values (?, ?, ?)", rows)


def _write_publications(
    con: duckdb.DuckDBPyConnection, publication: Publication, earlier: Sequence[tuple[Any, ...]]
) -> None:
    con.execute("create schema if not exists operations")
    columns = ", ".join(f"{name} {kind}" for name, (kind, _) in _PUBLICATIONS.items())
    con.execute(f"create table operations.publications ({columns})")
    this = (
        publication.publication_id, publication.audience, publication.build_id, publication.as_of,
        publication.published_at, publication.code_version, list(publication.loads),
    )  # fmt: skip
    rows = [row for row in earlier if row[0] != publication.publication_id]
    con.executemany(
        "insert into operations.publications values (?, ?, ?, ?, ?, ?, ?)",
        [(*row[:2], as_seen_by(row[2], publication.audience), *row[3:]) for row in [*rows, this]],
    )
    con.execute(f"comment on table operations.publications is {literal(_ABOUT_PUBLICATIONS)}")
    for name, (_, about) in _PUBLICATIONS.items():
        con.execute(f"comment on column operations.publications.{name} is {literal(about)}")


def _write_verdicts(
    con: duckdb.DuckDBPyConnection, publication: Publication, verdicts: Sequence[tuple[Any, ...]]
) -> None:
    """Add how this build was judged: dbt had read the ledger before there was a verdict."""
    names = con.execute(
        "select column_name from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'operations' and table_name = 'validations' order by column_index"
    ).fetchall()
    if not names or not verdicts:
        return
    con.execute(f"create temp table verdicts ({', '.join(map(' '.join, VALIDATION_COLUMNS.items()))})")
    marks = ", ".join("?" for _ in verdicts[0])
    con.executemany(
        f"insert into verdicts values ({marks})",
        [(row[0], row[1], as_seen_by(row[2], publication.audience), *row[3:]) for row in verdicts],
    )
    columns = ", ".join(quote(name) for (name,) in names if name in VALIDATION_COLUMNS)
    con.execute(f"insert into operations.validations ({columns}) select {columns} from verdicts")
    con.execute("drop table verdicts")


def _count(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    found = con.execute(f"select count(*) from {quote(schema)}.{quote(table)}").fetchone()
    assert found is not None
    return int(found[0])
