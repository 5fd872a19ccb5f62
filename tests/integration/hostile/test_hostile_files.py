"""A file that was made or damaged to do harm is refused or accounted for, within its bounds, and the others land."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_delimited import DELIMITED
from hostile_parquet import PARQUET
from hostile_workbooks import WORKBOOKS
from ingest_home import ZONE, Home, assert_adds_up, csv_text, report

from ingest.isolation.process import Reader
from ingest.land import ingest

pytestmark = pytest.mark.long

FILES = {
    f"{form}: {case}": made
    for form, cases in (("delimited", DELIMITED), ("workbook", WORKBOOKS), ("parquet", PARQUET))
    for case, made in cases.items()
}
MEMORY_LIMIT = 500_000_000
# What reading may take beyond the limit.
MARGIN = 500_000_000


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(ZONE) as reading:
        yield reading


@pytest.mark.parametrize("case", FILES)
def test_a_hostile_file_harms_nothing(case: str, tmp_path: Path, reader: Reader) -> None:
    name, make = FILES[case]
    home = Home(tmp_path)
    paths = [
        home.write("referrals_2026-11-17.csv", csv_text([report(7)])),
        home.write(name, make()),
        home.write("referrals_2026-11-19.csv", csv_text([report(9)])),
    ]
    reader.peak_memory = 0
    settings = replace(home.settings, memory_limit=f"{MEMORY_LIMIT}B")
    before, hostile, after = ingest(paths, landing=home.landing, settings=settings, reader=reader)

    print(f"{case}: {hostile.status}, {reader.peak_memory / 1e6:.0f} MB: {hostile.reason}")
    assert (before.status, after.status) == ("landed", "landed")
    assert [each["status"] for each in home.loads()] == ["landed", hostile.status, "landed"]
    assert_adds_up(hostile)
    if hostile.status == "refused":
        sentence = str(hostile.reason)
        assert sentence.endswith(".")
        assert len(sentence) < 600
        assert "\n" not in sentence
    else:
        assert hostile.status in ("landed", "held")
    assert reader.peak_memory < MEMORY_LIMIT + MARGIN
