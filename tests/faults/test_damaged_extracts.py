"""An extract that is cut off or has a wrong bit is refused or accounted for row by row, in every format."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest
from ingest_home import Home
from small_extracts import PLANTED, content

from ingest.storing.ledger import LoadResult

# How many places of each file are damaged; a negative number damages every one.
PLACES = int(os.environ.get("FAULT_PLACES", "24"))
SEED = os.environ.get("FAULT_SEED", "11")
SUFFIXES = (".csv", ".csv.gz", ".csv.zst", ".parquet", ".xlsx")
ROWS = [
    {
        "disclosure_id": f"D{each}", "recording_id": f"T{each}", "disclosed_at": f"2024-11-1{each}T11:00:00",
        "court_order_number": PLANTED[5], "reporter_redacted": "Y", "updated_at": f"2024-11-1{each}T12:30:45",
    }
    for each in range(1, 6)
]  # fmt: skip


def whole(suffix: str) -> bytes:
    """The sound extract."""
    return content(f"recording_disclosures{suffix}", ROWS)


def places(length: int) -> Sequence[int]:
    """The places to damage: all, or some and always the ends, where headers and checksums lie."""
    if PLACES < 0 or length <= PLACES:
        return range(length)
    ends = {0, 1, 2, 3, 4, length - 1, length - 2, length - 4, length - 8}
    return sorted(ends | set(random.Random(f"{SEED}/{length}").sample(range(length), PLACES)))


def delivered(folder: Path, suffix: str, damaged: Sequence[bytes]) -> tuple[Home, list[LoadResult]]:
    """Ingest the damaged files, all at once, into a new warehouse."""
    home = Home(folder)
    paths = [
        home.write(f"recording_disclosures-{at}c_2024-11-20{suffix}", each)
        for at, each in enumerate(damaged, start=1)
    ]  # fmt: skip
    return home, home.ingest(*paths)


def assert_accounted_for(home: Home, results: Sequence[LoadResult], number: int) -> None:
    """Each file has its line, each row of it its place, and no name is left anywhere."""
    assert len(results) == number
    for each in results:
        assert each.status in ("landed", "refused", "unchanged"), each
        if each.status == "refused":
            assert each.reason is not None
            assert each.reason.endswith(".")
            assert each.rows_in_file is None
        else:
            parts = each.rows_loaded + each.rows_unchanged + each.rows_superseded + each.rows_quarantined
            assert each.rows_in_file == parts + each.rows_held
    assert len(home.ask("select load_id from ledger.loads")) == number
    told = str([asdict(each) for each in results]) + str(home.ask("select * from ledger.loads"))
    stored = home.landing.read_bytes()
    # A damaged name is none, and the formats that compress hold no name that can be damaged in its middle.
    assert not [each for each in PLANTED if each in told or each.encode() in stored]


def versions(home: Home) -> set[tuple[object, ...]]:
    """What landed, whatever file it came from."""
    return {tuple(row.values()) for row in home.raw("recording_disclosures")}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_that_is_cut_off_loads_no_row_that_it_did_not_have(suffix: str, tmp_path: Path) -> None:
    sound = whole(suffix)
    cuts = [sound[:at] for at in places(len(sound))]
    home, results = delivered(tmp_path / "cut", suffix, cuts)
    assert_accounted_for(home, results, len(cuts))
    right, _ = delivered(tmp_path / "right", suffix, [sound])
    if suffix == ".csv":
        # Where a text ends can't be told without a manifest: its last row may be cut within its last field.
        assert all(row[:3] in {each[:3] for each in versions(right)} for row in versions(home))
        return
    landed = [each for each in results if each.status == "landed"]
    assert all(each.rows_in_file == len(ROWS) for each in landed), "a part of a file landed as the whole"
    assert versions(home) <= versions(right)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_manifest_refuses_a_file_that_is_cut_off(suffix: str, tmp_path: Path) -> None:
    sound = whole(suffix)
    cuts = [sound[:at] for at in places(len(sound))]
    home = Home(tmp_path)
    names = [f"recording_disclosures-{at}c_2024-11-20{suffix}" for at in range(1, len(cuts) + 1)]
    entries = ", ".join(f'"{name}": {{"rows": {len(ROWS)}}}' for name in names)
    home.write("manifest.json", f'{{"files": {{{entries}}}}}')
    results = home.ingest(*(home.write(name, cut) for name, cut in zip(names, cuts, strict=True)))
    assert_accounted_for(home, results, len(cuts))
    # One that lost nothing but its last line end still has its rows.
    assert all(each.status == "refused" or each.rows_in_file == len(ROWS) for each in results)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_with_a_wrong_bit_is_refused_or_accounted_for(suffix: str, tmp_path: Path) -> None:
    sound = whole(suffix)
    dice = random.Random(f"{SEED}/{suffix}")
    flipped = []
    for at in places(len(sound)):
        damaged = bytearray(sound)
        damaged[at] ^= 1 << dice.randrange(8)
        flipped.append(bytes(damaged))
    home, results = delivered(tmp_path, suffix, flipped)
    assert_accounted_for(home, results, len(flipped))
    if suffix == ".csv.gz":
        # It has a checksum: what lands is what was written.
        right, _ = delivered(tmp_path / "right", suffix, [sound])
        assert versions(home) <= versions(right)
