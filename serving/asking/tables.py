"""The tables of a published file with their columns, types and the comments that the file itself has of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from serving.published import Published


@dataclass(frozen=True)
class TableColumn:
    """A column: its name, its type in DuckDB's words, and what the file says of it."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Table:
    """A table: its schema and name, what the file says of it, and its columns in their order."""

    schema: str
    name: str
    about: str
    columns: tuple[TableColumn, ...]

    @property
    def full_name(self) -> str:
        """The name by which a question reads it."""
        return f"{self.schema}.{self.name}"


def tables(published: Published) -> tuple[Table, ...]:
    """Return every table of the file by schema and name."""
    columns: dict[tuple[str, str], list[TableColumn]] = {}
    for row in published.rows(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        "where not internal order by schema_name, table_name, column_index"
    ):
        of_table = columns.setdefault((row["schema_name"], row["table_name"]), [])
        of_table.append(TableColumn(row["column_name"], row["data_type"], row["comment"] or ""))
    found = published.rows(
        "select schema_name, table_name, comment from duckdb_tables() where not internal order by all"
    )
    return tuple(
        Table(row["schema_name"], row["table_name"], row["comment"] or "", tuple(columns[tuple(row.values())[:2]]))
        for row in found
    )


def holding(every: tuple[Table, ...], words: str) -> Iterator[Table]:
    """Give the tables that hold every one of the words, each with the columns that do, in whatever case.

    A table whose own name or comment holds them all has all of its columns.
    """
    wanted = words.casefold().split()
    for table in every:
        own = f"{table.full_name} {table.about}".casefold()
        if all(word in own for word in wanted):
            yield table
            continue
        columns = tuple(
            each
            for each in table.columns
            if all(word in f"{table.full_name} {each.name} {each.about}".casefold() for word in wanted)
        )
        if columns:
            yield replace(table, columns=columns)
