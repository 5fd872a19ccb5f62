"""What a build file says of its tables: their columns, whom each is for, and which of their rows. It is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

Table = tuple[str, str]


@dataclass(frozen=True)
class PublishedTable:
    """A table that an audience may see: its comment, and the comments of its columns that the audience may see."""

    schema: str
    table: str
    description: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Limit:
    """The audience gets only the rows whose `column` stands in another table of the build."""

    schema: str
    table: str
    column: str


@dataclass(frozen=True)
class Withheld:
    """The audience gets no row of any table in which `column` has one of `values`."""

    column: str
    values: Sequence[str]
    why: str


@dataclass(frozen=True)
class BuildCatalog:
    """A build, as far as one audience is concerned.

    `columns` has the columns of every table of the build. `withheld` is None where the build does not say which rows
    the audience must not get.
    """

    columns: Mapping[Table, frozenset[str]]
    tables: Sequence[PublishedTable]
    limits: Mapping[Table, Sequence[Limit]]
    withheld: Sequence[Withheld] | None

    def columns_of(self, schema: str, table: str) -> frozenset[str]:
        """The columns of a table of the build; none where there is no such table."""
        return self.columns.get((schema, table), frozenset())


def read_catalog(con: duckdb.DuckDBPyConnection, audience: str) -> BuildCatalog:
    """Read the catalog of the database that is attached as `build`.

    DuckDB lists all columns of the file to find those of one table. So they are asked for once: asked for by table,
    they took most of the time in which a small build was copied.
    """
    columns: dict[Table, list[str]] = defaultdict(list)
    for schema, table, column in con.execute(
        "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'build' "
        "order by schema_name, table_name, column_index"
    ).fetchall():
        columns[schema, table].append(column)
    return BuildCatalog(
        columns={table: frozenset(names) for table, names in columns.items()},
        tables=_published_tables(con, audience, columns),
        limits=_limits(con, audience) if ("control", "limited_objects") in columns else {},
        withheld=_withheld(con, audience) if ("control", "withheld_rows") in columns else None,
    )


def _published_tables(
    con: duckdb.DuckDBPyConnection, audience: str, columns: Mapping[Table, Sequence[str]]
) -> list[PublishedTable]:
    """The audience's tables, each with those of its columns that are described: another column is nobody's."""
    tables: dict[Table, str] = {}
    about: dict[Table, dict[str, str]] = defaultdict(dict)
    for schema, table, column, description in con.execute(
        "select schema_name, object_name, column_name, description from build.control.published_objects "
        "where list_contains(audiences, ?) order by schema_name, object_name",
        [audience],
    ).fetchall():
        if column is None:
            tables[schema, table] = description
        else:
            about[schema, table][column] = description
    return [
        PublishedTable(
            *name, description, {each: about[name][each] for each in columns.get(name, ()) if each in about[name]}
        )
        for name, description in tables.items()
    ]


def _limits(con: duckdb.DuckDBPyConnection, audience: str) -> dict[Table, list[Limit]]:
    limits: dict[Table, list[Limit]] = defaultdict(list)
    for schema, table, *limiting in con.execute(
        "select schema_name, object_name, limiting_schema, limiting_object, column_name "
        "from build.control.limited_objects where audience = ? order by all",
        [audience],
    ).fetchall():
        limits[schema, table].append(Limit(*limiting))
    return dict(limits)


def _withheld(con: duckdb.DuckDBPyConnection, audience: str) -> list[Withheld]:
    rows = con.execute(
        "select column_name, hidden_values, why from build.control.withheld_rows where audience = ? order by all",
        [audience],
    ).fetchall()
    return [Withheld(*row) for row in rows]
