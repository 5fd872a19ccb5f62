"""Two readers of delimited text share one count of records. If both take a file, they must read the same rows."""

from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ingest_home import contracts

from ingest.contract import Contract
from ingest.reading.formats.scan import scan
from ingest.reading.read import Source, delimited
from ingest.refusal import Refusal

CONTRACT: Contract = contracts()["recordings"]
HEADER = "recording_id,referral_id,recorded_at"

# Every piece of text on which two parsers have ever disagreed.
PIECES = st.sampled_from(
    [
        "a",
        "7",
        " ",
        ",",
        '"',
        '""',
        '"x"',
        '"x,y"',
        '"x\ny"',
        '"x\r\ny"',
        '"x""y"',
        "\n",
        "\r\n",
        "\r",
        "é",
        "\t",
        "'",
        "\\",
        "#",
    ]
)
ROWS = st.lists(
    st.lists(
        st.sampled_from(["", "R1", '"R1"', '"a,b"', '"a""b"', '"a\nb"', '"a\r\nb"', " x ", "é", '""', 'a"b"c', "#x"]),
        min_size=1,
        max_size=4,
    ),
    max_size=5,
)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"python_enable_replacements": "false"})


def rows_of(con: duckdb.DuckDBPyConnection, source: Source) -> list[tuple[object, ...]] | None:
    """Return the rows as numbered text, or None if the reader gives up."""
    try:
        found = con.execute(
            "select * replace (coalesce(_row_number, row_number() over () + 1) as _row_number) "
            f"from ({source.relation(con)})"
        ).fetchall()
    except (duckdb.Error, pa.ArrowInvalid):
        return None
    return [tuple(None if each == "" else each for each in row) for row in found]


def assert_readers_agree(con: duckdb.DuckDBPyConnection, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "recordings.csv"
        path.write_bytes(content)
        try:
            found = scan(path, ".csv")
            careful = delimited(path, ".csv", found, CONTRACT, careful=True)
        except Refusal:
            return
        read = rows_of(con, careful)
        assert read is None or len(read) == careful.records
        if found.encoding == "utf-8":
            fast = rows_of(con, delimited(path, ".csv", found, CONTRACT, careful=False))
            if fast is not None and len(fast) == careful.records:
                assert fast == read


@given(pieces=st.lists(PIECES, max_size=16), bom=st.booleans())
@example(pieces=["\r", ",", ","], bom=False)
@example(pieces=['""', " ", ",", ","], bom=False)
@example(pieces=[",", "a", '"x,y"', ","], bom=False)
@example(pieces=[",", ",", ","], bom=True)
@example(pieces=['"x"', '"', "a", '"', ",", '"x"', "\n"], bom=False)
def test_readers_agree_on_any_text(con: duckdb.DuckDBPyConnection, pieces: list[str], bom: bool) -> None:
    assert_readers_agree(con, (b"\xef\xbb\xbf" if bom else b"") + f"{HEADER}\n{''.join(pieces)}".encode())


@given(rows=ROWS, ends=st.lists(st.sampled_from(["\n", "\r\n", "\n\n"]), min_size=7, max_size=7), last=st.booleans())
def test_readers_agree_on_rows(
    con: duckdb.DuckDBPyConnection, rows: list[list[str]], ends: list[str], last: bool
) -> None:
    lines = [HEADER, *(",".join(each) for each in rows)]
    text = "".join(line + end for line, end in zip(lines, ends, strict=False))
    assert_readers_agree(con, (text if last else text.rstrip("\r\n")).encode())


@given(pieces=st.lists(PIECES, max_size=12), chunk=st.integers(1, 7))
def test_the_count_does_not_depend_on_how_the_bytes_come(
    pieces: list[str], chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = f"{HEADER}\n{''.join(pieces)}".encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "recordings.csv.gz"
        path.write_bytes(gzip.compress(content))
        try:
            whole = scan(path, ".csv.gz")
        except Refusal:
            return
        with monkeypatch.context() as patch:
            patch.setattr("ingest.reading.formats.scan.CHUNK", chunk)
            assert scan(path, ".csv.gz") == whole
