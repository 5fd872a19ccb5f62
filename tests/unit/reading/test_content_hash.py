"""The number of a row's content: two rows have the same one only if all their values are the same."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, date, datetime

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.contract import Contract, Field
from ingest.reading.rows.content import content_hash

TYPES = ("string", "string", "integer", "boolean", "date", "datetime", "string")
CONTRACT = Contract(
    name="rows",
    title="Rows",
    description="Rows.",
    key="c0",
    fields=(
        *(Field(f"c{at}", kind, "", "") for at, kind in enumerate(TYPES)),
        Field("deleted", "boolean", "", ""),
    ),
    references=(),
    oversight=False,
)

# Whatever separates values, or says that one is missing, in some encoding or other.
TEXTS = st.none() | st.text(alphabet="\x1f\x1e\x000123:;.=,c'\"é", max_size=6)
Row = tuple[object, ...]
ROWS = st.tuples(
    TEXTS,
    TEXTS,
    st.none() | st.integers(0, 120),
    st.none() | st.booleans(),
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.datetimes(datetime(1, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001
    TEXTS,
    st.booleans(),
)


def numbers(rows: list[Row], contract: Contract = CONTRACT) -> list[int]:
    """The content hash of each row."""
    columns = ", ".join(f"{each.name} {each.duckdb_type}" for each in CONTRACT.fields)
    with duckdb.connect() as con:
        con.execute(f"set TimeZone = 'UTC'; create table rows ({columns})")
        con.executemany(f"insert into rows values ({', '.join('?' * len(CONTRACT.fields))})", rows)
        return [number for (number,) in con.execute(f"select {content_hash(contract)} from rows").fetchall()]


def row(*values: object, deleted: bool = False) -> Row:
    return (*values, *[None] * (len(TYPES) - len(values)), deleted)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (row("A\x1fB", "C"), row("A", "B\x1fC")),
        (row("A", "\x1e"), row("A", None)),
        (row("A", ""), row("A", None)),
        (row("", "1:A"), row(None, "A")),
        (row("A", "1:B"), row("A1:B", "")),
        (row("A", "B", 1, None), row("A", "B", None, True)),
        (row("A", "B:;2;"), row("A", "B", 2)),
        (row("é"), row("e\u0301")),
        (row("A", deleted=True), row("A", deleted=False)),
    ],
)
def test_no_value_passes_for_those_of_other_columns(one: Row, other: Row) -> None:
    first, second = numbers([one, other])
    assert first != second


@given(st.lists(ROWS, min_size=2, max_size=12))
@example([row("A\x1fB", "C"), row("A", "B\x1fC")])
def test_rows_have_the_same_number_only_if_they_are_the_same(rows: list[Row]) -> None:
    found = numbers(rows)
    for one, first in zip(rows, found, strict=True):
        for other, second in zip(rows, found, strict=True):
            assert (first == second) == (one == other)


def test_the_number_is_the_same_wherever_the_contract_lists_a_column() -> None:
    rows = [row("A", "B", 1, True, date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC), "C"), row("A", deleted=True)]
    assert numbers(rows, dataclasses.replace(CONTRACT, fields=CONTRACT.fields[::-1])) == numbers(rows)


def test_the_number_is_that_of_a_text_that_anybody_can_write() -> None:
    """It stands in landing files, so it must be the same in every version of DuckDB."""
    found = numbers(
        [row("A", "é", 1, True, date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)), row("", deleted=True)]
    )
    assert found == [
        half_of_md5("1:A2:é1;true;2026-11-01;1793491200000000;:false;"),
        half_of_md5("0::;;;;:true;") + 2**63,
    ]


def half_of_md5(text: str) -> int:
    """63 bits of the MD5 of a text."""
    return int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little") >> 1


def test_a_deletion_has_the_greater_number() -> None:
    kept, deleted = numbers([row("A"), row("A", deleted=True)])
    assert kept < 2**63 <= deleted
