"""Whatever an honest extract holds and however it is written, the reader of its format reads what it says.

FUZZ_FILES sets how many files are drawn, half of them here; FUZZ_SEED draws others.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import duckdb
import pytest
from forms import FORMATS, Written, write
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from ingest_home import Home
from oracle import Expected, Reason, expect
from tables import EXTRACTED_AT, Draw, Table, tables

from ingest.storing.ledger import LoadResult

FILES = int(os.environ.get("FUZZ_FILES", "120"))
SEED = int(os.environ.get("FUZZ_SEED", "7"))

_numbers = count(1)


@st.composite
def written(draw: Draw, suffix: str) -> tuple[Table, Written]:
    """A table and a file of it."""
    table = draw(tables())
    assert isinstance(table, Table)
    return table, write(table, suffix, draw)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """One warehouse for all files."""
    return Home(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.long
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_reader_reads_what_the_file_says(suffix: str, home: Home) -> None:
    @seed(SEED)
    @settings(
        max_examples=max(FILES // len(FORMATS) // 2, 1), deadline=None, database=None,
        phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(written(suffix))
    def check(drawn: tuple[Table, Written]) -> None:
        table, file = drawn
        path = home.inbox / f"{table.extract}-{next(_numbers)}a_2024-11-20{suffix}"
        path.write_bytes(file.content)
        # A warehouse without rows: what a file says never depends on another file here.
        home.landing.unlink(missing_ok=True)
        (result,) = home.ingest(path)
        path.unlink()
        hold(home, table, file, result)

    check()


def hold(home: Home, table: Table, file: Written, result: LoadResult) -> None:
    """Hold what became of a file against what the oracle says of it."""
    assert result.status == "landed", result.reason
    assert result.rows_in_file == len(file.rows)
    found = quarantined(home, result.load_id)
    places = {number: at for at, number in enumerate(file.numbers)}
    assert set(found) <= set(places), "a row is quarantined under a number that no row has"
    set_aside = {places[number]: reasons for number, reasons in found.items()}
    expected = expect(table.extract, table.columns, file.rows, EXTRACTED_AT)
    assert set(set_aside) == set(expected.quarantined)
    for at, reasons in expected.quarantined.items():
        assert set_aside[at] == reasons, f"row {at}: {file.rows[at]}"
    assert landed(home, table, expected) == expected.landed
    assert (result.rows_loaded, result.rows_unchanged, result.rows_superseded, result.rows_quarantined) == (
        expected.loaded, expected.unchanged, expected.superseded, len(expected.quarantined),
    )  # fmt: skip


def quarantined(home: Home, load_id: str) -> dict[int, set[Reason]]:
    """The reasons of each quarantined row by the row's number."""
    rows = home.ask("select row_number, reasons from quarantine.rows where load_id = ?", [load_id])
    return {row["row_number"]: {(each["rule"], each["column_name"]) for each in row["reasons"]} for row in rows}


def landed(home: Home, table: Table, expected: Expected) -> Counter[tuple[tuple[str, object], ...]]:
    """The versions that landed, with the columns that the oracle speaks of."""
    known = sorted(next(iter(expected.landed), ()), key=lambda each: each[0])
    names = [name for name, _ in known]
    rows = home.raw(table.extract)
    return Counter(tuple((name, _plain(row[name])) for name in names) for row in rows)


def _plain(value: object) -> object:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_the_oracle_finds_a_reader_that_is_wrong(tmp_path: Path) -> None:
    home = Home(tmp_path)
    table = Table("recordings", ("recording_id", "referral_id", "recorded_at"), (("K1", "R1", "2024-03-10T02:30"),))
    file = Written(b"recording_id,referral_id,recorded_at\nK1,R1,2024-03-10T02:30\n", ".csv", table.rows, (2,))
    result = home.deliver("recordings_2024-11-20.csv", file.content)
    hold(home, table, file, result)
    with duckdb.connect(str(home.landing)) as con:
        con.execute("update raw.recordings set recorded_at = recorded_at + interval 1 hour")
    with pytest.raises(AssertionError):
        hold(home, table, file, result)
