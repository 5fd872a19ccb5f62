"""One question of a person: what it may be, and how it is asked so that every cell comes back as text.

In: an open connection and the question. Out: its columns, and the rows in small lists. Runs in the sandbox's process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from serving.sandbox.cells import column, expression

Rows = list[tuple[str | None, ...]]
# Rows at a time. DuckDB makes 2,048 at a time; fewer keep wide rows small.
_FETCHED = 512
_SELECT, _EXPLAIN = duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN


class Refused(Exception):
    """A question that is not asked of DuckDB. The message is the value of a `Reason`."""


@dataclass(frozen=True)
class Asked:
    """A question that DuckDB works on: its columns as [name, type, kind], and its rows."""

    columns: list[list[str]]
    rows: Iterator[Rows]


def ask(con: duckdb.DuckDBPyConnection, question: str) -> Asked:
    """Ask a question that is one statement and only reads. Raises Refused, or duckdb.Error if it can't be answered."""
    statements = con.extract_statements(question)
    if _written(question) != 1:
        raise Refused("not_one")
    if any(each.named_parameters for each in statements):
        raise Refused("placeholder")
    kind = _reading(statements)
    if not kind or (kind == _EXPLAIN and not _explains_reading(con, question)):
        raise Refused("not_reading")
    # DuckDB makes several statements of one PIVOT: first a type that lists the values of the column.
    made = len(statements) > 1
    for each in statements:
        if each.type == kind:
            return _select(con, each, made) if kind == _SELECT else _as_it_is(con.execute(each))
        con.execute(each)
    raise AssertionError("a statement of this kind is among them")


def _reading(statements: list[duckdb.Statement]) -> duckdb.StatementType | None:
    """Whether the statements that DuckDB made of one are a SELECT or an EXPLAIN, and what that needs before it."""
    kinds = [each.type for each in statements if each.type != duckdb.StatementType.TRANSACTION]
    if not kinds or kinds[-1] not in (_SELECT, _EXPLAIN):
        return None
    return kinds[-1] if all(each == duckdb.StatementType.CREATE for each in kinds[:-1]) else None


def _select(con: duckdb.DuckDBPyConnection, statement: duckdb.Statement, made: bool) -> Asked:
    found = con.sql(statement)
    columns = [column(name, kind) for name, kind in zip(found.columns, found.types, strict=True)]
    texts = ", ".join(expression(number, each) for number, each in enumerate(columns, start=1))
    if made:
        # Without a text of its own it can't stand in another question. DuckDB holds all of its answer.
        return Asked(columns, _fetched(found.project(texts)))
    return Asked(columns, _fetched(con.execute(f"select {texts} from (\n{_without_end(statement.query)}\n)")))


def _as_it_is(cursor: duckdb.DuckDBPyConnection) -> Asked:
    return Asked([[name, "VARCHAR", "text"] for name, *_ in cursor.description or []], _fetched(cursor))


def _fetched(source: duckdb.DuckDBPyConnection | duckdb.DuckDBPyRelation) -> Iterator[Rows]:
    while rows := source.fetchmany(_FETCHED):
        yield rows


def _explains_reading(con: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Whether an EXPLAIN explains a SELECT: with ANALYZE it would also do what it explains."""
    data = text.encode("utf-8")
    words = [offset for offset, _ in duckdb.tokenize(text)] + [len(data)]
    # After EXPLAIN come ANALYZE or VERBOSE, or options in brackets, or neither.
    closed = data.find(b")") + 1
    for start in (*words[1:3], closed):
        try:
            inner = con.extract_statements(data[start:].decode("utf-8"))
        except duckdb.Error:
            continue
        return _reading(inner) == _SELECT
    return False


def _written(question: str) -> int:
    """How many statements a person wrote: the parts between semicolons that hold more than a comment."""
    ends = _ends(question)
    parts = 0
    waiting = False
    for offset, _ in duckdb.tokenize(question):
        waiting = waiting or offset not in ends
        if offset in ends:
            parts += waiting
            waiting = False
    return parts + waiting


def _ends(text: str) -> set[int]:
    """Where the semicolons stand that end a statement, in bytes."""
    data = text.encode("utf-8")
    operator = duckdb.token_type.operator
    return {at for at, kind in duckdb.tokenize(text) if kind == operator and data[at : at + 1] == b";"}


def _without_end(text: str) -> str:
    """The statement without the semicolon at its end and what follows."""
    ends = _ends(text)
    return text.encode("utf-8")[: min(ends)].decode("utf-8") if ends else text
