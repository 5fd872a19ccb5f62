"""From a build file to one audience's file: the tables, columns and rows that are the audience's, with comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import duckdb

from hotline.building.published_objects import REPORT_KEY
from hotline.building.state_words import StateWords, state_words
from hotline.building.withheld_rows import WITHHOLDING_COLUMNS
from hotline.publishing.build_catalog import BuildCatalog, PublishedTable, read_catalog
from hotline.publishing.history import BuildNames
from hotline.warehouse.audiences import OVERSIGHT, OVERSIGHT_SCHEMA
from hotline.warehouse.disk.limited_database import open_limited
from hotline.warehouse.home import Home
from hotline.warehouse.ledger_rows import PublicationRow, ValidationRow, publication_row
from hotline.warehouse.publications.publication_ids import as_seen_by, is_rebuild
from hotline.warehouse.publications.published_files import Publication
from hotline.warehouse.settings import Settings
from ingest.database import insert_rows
from ingest.sql_text import literal, quote


@dataclass(frozen=True)
class _Column:
    """A column of operations.publications: its name, its type and its comment."""

    name: str
    kind: str
    about: str


# operations.publications, in the order of PublicationRow; the last column follows from the build.
_PUBLICATIONS = (
    _Column("publication_id", "varchar", "The key: as_of and a hash of what the publication was built from."),
    _Column("audience", "varchar", "Whom the publication is for."),
    _Column("build_id", "varchar", "The build that was published."),
    _Column("as_of", "timestamptz", "The instant that the figures speak of: the newest extracted_at of the reports."),
    _Column("published_at", "timestamptz", "When the publication was swapped in."),
    _Column("code_version", "varchar", "The version of the program and of its models that made the build."),
    _Column("loads", "varchar[]", "The loads that the build was made from, as operations.loads names them."),
    _Column("withdrawn_at", "timestamptz", "When the first of these loads was taken back; null where none was."),
    _Column(
        "is_rebuild",
        "boolean",
        "Whether it is as of a moment that was asked for. A past one lies beside the current publication.",
    ),
)
_WRITTEN_LATER = ("operations", "publications")
# Tables of a build that name builds where readers are to find publications, and the names that are meant.
_TELL_OF_PUBLICATIONS = {("marts", "report_history"): "of_build", ("marts", "report_changes"): "first_with"}
_ABOUT_PUBLICATIONS = (
    "One row per publication for this audience, this one included. The key is publication_id. "
    "It traces a published figure to the loads that it was built from. (R(b))"
)


def copy_objects(home: Home, settings: Settings, build: Path, made: Path, audience: str, names: BuildNames) -> None:
    """Write the tables of the build that the audience may see, with their columns and rows, into the file at `made`.

    `names` says what the audience calls builds. The file lacks what only the judging of the build can say;
    `complete_copy` adds that.
    """
    made.unlink(missing_ok=True)
    with open_limited(made, settings, home.temp) as con:
        con.execute(f"attach {literal(str(build))} as build (read_only)")
        _write_names(con, names)
        catalog = read_catalog(con, audience)
        # One transaction: each statement alone would write to the disk that it is done.
        con.begin()
        for source in catalog.tables:
            if (source.schema, source.table) != _WRITTEN_LATER:
                _copy(con, catalog, source, audience)
        con.commit()
        con.execute("detach build")
        con.execute("checkpoint")


def complete_copy(
    home: Home,
    settings: Settings,
    made: Path,
    publication: Publication,
    earlier: Sequence[PublicationRow],
    verdicts: Sequence[ValidationRow],
) -> dict[str, int]:
    """Add the audience's publications, `earlier` and this one, and the verdicts on this build to a copy.

    Returns the number of rows of each table.
    """
    with open_limited(made, settings, home.temp) as con:
        _write_publications(con, publication, earlier, state_words(settings.jurisdiction))
        _write_verdicts(con, publication, verdicts)
        names = con.execute(
            "select schema_name, table_name from duckdb_tables() order by schema_name, table_name"
        ).fetchall()
        rows = {f"{schema}.{table}": _count(con, schema, table) for schema, table in names}
        con.execute("checkpoint")
    return rows


def _copy(con: duckdb.DuckDBPyConnection, catalog: BuildCatalog, source: PublishedTable, audience: str) -> None:
    """Copy the columns of a table that are the audience's, and the rows."""
    if not source.columns:
        return
    limits = _limits(catalog, source, audience)
    withheld = _withheld(con, catalog, source, audience)
    if limits is None or withheld is None:
        return
    limits += withheld
    target = _sql_name(source)
    names = ", ".join(map(quote, source.columns))
    condition = " and ".join(each.sql for each in limits) or "true"
    rows = f"(select * from {_rows_of(catalog, source, audience)}) as rows"
    con.execute(f"create schema if not exists {quote(source.schema)}")
    con.execute(f"create table {target} as select {names} from {rows} where {condition}")
    about_table = " ".join([source.description, *(each.sentence for each in limits)])
    con.execute(f"comment on table {target} is {literal(about_table)}")
    for name, about in source.columns.items():
        con.execute(f"comment on column {target}.{quote(name)} is {literal(about)}")


def _sql_name(source: PublishedTable) -> str:
    return f"{quote(source.schema)}.{quote(source.table)}"


@dataclass(frozen=True)
class _Condition:
    """The condition under which a row is the audience's, as SQL and in words."""

    sql: str
    sentence: str


def _limits(catalog: BuildCatalog, source: PublishedTable, audience: str) -> list[_Condition] | None:
    """The conditions that limit the audience to some rows of a table; None where the table may not be copied at all.

    It may not be copied where the build lacks the table or the column of a limit, nor where it holds single reports,
    the audience is the oversight office, and no limit says which of them the office may see.
    """
    wanted = catalog.limits.get((source.schema, source.table), ())
    own = catalog.columns_of(source.schema, source.table)
    if not wanted and audience == OVERSIGHT and source.schema != OVERSIGHT_SCHEMA and REPORT_KEY in own:
        return None
    limits = []
    for each in wanted:
        if each.column not in own or each.column not in catalog.columns_of(each.schema, each.table):
            return None
        column = quote(each.column)
        limiting = f"build.{quote(each.schema)}.{quote(each.table)}"
        limits.append(
            _Condition(
                f"{column} in (select limiting.{column} from {limiting} as limiting)",
                f"In this file: the rows whose {each.column} stands in {each.schema}.{each.table}.",
            )
        )
    return limits


def _withheld(
    con: duckdb.DuckDBPyConnection, catalog: BuildCatalog, source: PublishedTable, audience: str
) -> list[_Condition] | None:
    """The conditions that leave out the rows that no table of the audience may hold.

    None where the build does not say which rows those are, and the table may hold some.
    """
    own = catalog.columns_of(source.schema, source.table)
    if catalog.withheld is None:
        return None if audience == OVERSIGHT and own & set(WITHHOLDING_COLUMNS) else []
    conditions = []
    for each in catalog.withheld:
        if each.column in own and each.values:
            # The column may be of a type of its own, which has not every value.
            is_withheld = f"cast({quote(each.column)} as varchar) in ({', '.join(map(literal, each.values))})"
            found = con.execute(f"from build.{_sql_name(source)} where {is_withheld} limit 1").fetchone()
            if found:
                sentence = f"Not in this file: the rows of some values of {each.column}, because {each.why}."
                conditions.append(_Condition(f"coalesce(not {is_withheld}, true)", sentence))
    return conditions


def _rows_of(catalog: BuildCatalog, source: PublishedTable, audience: str) -> str:
    """The source, as SQL, of the rows of a table that an audience may see.

    A row about a publication bears the audience's own name for it, and is left out where the audience has none. Rows
    of the oversight office's own extracts, and of files whose extract could not be told, are that office's alone. The
    verdicts on publications are left out here, because `complete_copy` writes them.
    """
    built = f"build.{_sql_name(source)}"
    if names := _TELL_OF_PUBLICATIONS.get((source.schema, source.table)):
        return (
            f"(select rows.* replace (names.publication_id as publication_id, names.published_at as published_at) "
            f"from {built} as rows join {names} as names on rows.publication_id = names.build_id)"
        )
    if source.schema != "operations":
        return built
    conditions = ["true"]
    if "extract" in catalog.columns_of(source.schema, source.table) and audience != OVERSIGHT:
        conditions.append("extract in (select extract from build.control.agency_extracts)")
    if source.table == "validations":
        conditions.append("subject = 'batch'")
    return f"{built} where {' and '.join(conditions)}"


def _write_names(con: duckdb.DuckDBPyConnection, names: BuildNames) -> None:
    """Write the names into temporary tables, so that no name of another audience's gets into the file."""
    for table, rows in (("of_build", names.of_build), ("first_with", names.first_with)):
        con.execute(f"create temp table {table} (build_id varchar, publication_id varchar, published_at timestamptz)")
        insert_rows(con, table, map(astuple, rows))


def _write_publications(
    con: duckdb.DuckDBPyConnection, publication: Publication, earlier: Sequence[PublicationRow], words: StateWords
) -> None:
    con.execute("create schema if not exists operations")
    columns = ", ".join(f"{each.name} {each.kind}" for each in _PUBLICATIONS)
    con.execute(f"create table operations.publications ({columns})")
    rows = [each for each in earlier if each.publication_id != publication.publication_id]
    rows.append(publication_row(publication))
    seen = [replace(each, build_id=as_seen_by(each.build_id, publication.audience)) for each in rows]
    insert_rows(con, "operations.publications", [(*astuple(each), is_rebuild(each.build_id)) for each in seen])
    about = words.comment(_ABOUT_PUBLICATIONS, "operations", "publications")
    con.execute(f"comment on table operations.publications is {literal(about)}")
    for column in _PUBLICATIONS:
        con.execute(f"comment on column operations.publications.{column.name} is {literal(column.about)}")


def _write_verdicts(
    con: duckdb.DuckDBPyConnection, publication: Publication, verdicts: Sequence[ValidationRow]
) -> None:
    """Add how this build was judged: dbt had read the ledger before there was a verdict."""
    found = con.execute(
        "select column_name from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'operations' and table_name = 'validations' order by column_index"
    ).fetchall()
    known = {each.name for each in fields(ValidationRow)}
    names = [name for (name,) in found if name in known]
    if not names or not verdicts:
        return
    seen = [replace(each, subject_id=as_seen_by(each.subject_id, publication.audience)) for each in verdicts]
    insert_rows(
        con,
        f"operations.validations ({', '.join(map(quote, names))})",
        [[getattr(each, name) for name in names] for each in seen],
    )


def _count(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> int:
    found = con.execute(f"select count(*) from {quote(schema)}.{quote(table)}").fetchone()
    assert found is not None
    return int(found[0])
