"""Whatever the bytes of a file, it is refused or accounted for row by row, and text is read as plain Python reads it.

FUZZ_FILES sets how many files are drawn, half of them here; FUZZ_SEED draws others.
"""

from __future__ import annotations

import gzip
import io
import os
import resource
import time
import zipfile
from collections.abc import Iterator
from itertools import count

import pytest
from forms import FORMATS, Written, write
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from ingest_home import Home
from oracle import EXTRACTS
from plain_reading import read
from tables import Draw, Table, tables
from test_readers_against_the_oracle import hold
from written_files import zst

from ingest.storing.ledger import LoadResult

FILES = int(os.environ.get("FUZZ_FILES", "120"))
SEED = int(os.environ.get("FUZZ_SEED", "7"))
SPARE_MEMORY = 3 << 30

_numbers = count(1)
_PIECES = [
    b'"', b'""', b'"""', b",", b",,", b"\n", b"\r", b"\r\n", b"\n\n", b'"\n', b'\n"', b',"', b'",', b"\xff", b"\0",
    b"\xc3", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\x1a", b"\x85", b"\x81", b"'", b"\\", b'\\"', b"#", b" ", b"deleted",
    b"\xf0\x9f", b"\t", b";",
]  # fmt: skip


@st.composite
def damaged(draw: Draw, content: bytes) -> bytes:
    """The bytes after some of them were removed, doubled, replaced or put in."""
    for _ in range(int(str(draw(st.integers(1, 4))))):
        start = int(str(draw(st.integers(0, len(content)))))
        end = min(len(content), start + int(str(draw(st.sampled_from([0, 1, 1, 2, 5, 40])))))
        put = draw(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=4), st.just(content[start:end] * 2)))
        assert isinstance(put, bytes)
        content = content[:start] + put + content[end:]
    return content


@st.composite
def damaged_files(draw: Draw, suffix: str) -> tuple[Table, bytes, bytes | None]:
    """A table, the bytes of a damaged file of it, and its text where the damage came before the compression."""
    table = draw(tables())
    assert isinstance(table, Table)
    content = write(table, ".csv" if suffix.startswith(".csv") else suffix, draw).content
    if suffix.startswith(".csv") and draw(st.integers(0, 3)):
        text = draw(damaged(content))
        assert isinstance(text, bytes)
        packed = {".csv": text, ".csv.gz": gzip.compress(text, mtime=0), ".csv.zst": zst(text)}
        return table, packed[suffix], text
    if suffix == ".xlsx" and draw(st.integers(0, 3)):
        return table, _damaged_inside(content, draw), None
    packed = {".csv.gz": gzip.compress(content, mtime=0), ".csv.zst": zst(content)}
    made = draw(damaged(packed.get(suffix, content)))
    assert isinstance(made, bytes)
    return table, made, made if suffix == ".csv" else None


def _damaged_inside(workbook: bytes, draw: Draw) -> bytes:
    """The workbook with one of its parts damaged and packed again, so that its checksum is right."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as sound, zipfile.ZipFile(out, "w") as made:
        part = draw(st.sampled_from([each for each in sound.namelist() if each.startswith("xl/")]))
        for name in sound.namelist():
            content = sound.read(name)
            made.writestr(zipfile.ZipInfo(name), draw(damaged(content)) if name == part else content)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """One warehouse for all files, in a process that may not take much more memory than it has."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", encoding="ascii") as said:  # noqa: PTH123  it is no file of a folder
        used = int(said.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + SPARE_MEMORY, before[1]))
    yield Home(tmp_path_factory.mktemp("fuzz"))
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.long
@pytest.mark.parametrize("suffix", FORMATS)
def test_any_bytes_are_refused_or_accounted_for(suffix: str, home: Home) -> None:
    slowest = 0.0

    @seed(SEED)
    @settings(
        max_examples=max(FILES // len(FORMATS) // 2, 1), deadline=None, database=None,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(damaged_files(suffix))
    def check(drawn: tuple[Table, bytes, bytes | None]) -> None:
        nonlocal slowest
        table, content, text = drawn
        path = home.inbox / f"{table.extract}-{next(_numbers)}a_2024-11-20{suffix}"
        path.write_bytes(content)
        home.landing.unlink(missing_ok=True)
        started = time.process_time()
        (result,) = home.ingest(path)
        slowest = max(slowest, time.process_time() - started)
        path.unlink()
        assert_accounted_for(home, result)
        if text is not None:
            assert_read_as_in_plain_python(home, table, text, result)

    check()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{suffix}: the slowest file took {slowest:.2f} s of the processor, and the process {most} MB at most")


def assert_accounted_for(home: Home, result: LoadResult) -> None:
    """The file has one line in the ledger, and each row of a file that landed has its place."""
    lines = home.ask("select status, rows_in_file from ledger.loads")
    assert lines == [{"status": result.status, "rows_in_file": result.rows_in_file}]
    if result.status == "refused":
        assert result.reason is not None
        assert result.reason.endswith(".")
        return
    assert result.status == "landed"
    parts = result.rows_loaded + result.rows_unchanged + result.rows_superseded + result.rows_quarantined
    assert parts == result.rows_in_file


def assert_read_as_in_plain_python(home: Home, table: Table, text: bytes, result: LoadResult) -> None:
    """The program takes the file where plain Python does, and reads the same rows of it."""
    found = read(text, table.extract)
    if found is None:
        assert result.status == "refused"
        return
    assert result.status == "landed", result.reason
    columns, rows = found
    known = tuple(each if each in EXTRACTS[table.extract] else f"unknown {at}" for at, each in enumerate(columns))
    kept = tuple(tuple(row) for row in rows)
    hold(home, Table(table.extract, known, kept), Written(text, ".csv", kept, tuple(range(2, len(kept) + 2))), result)
