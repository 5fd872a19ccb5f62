"""Each bound of a delivered file lets its own value through and refuses the next, with the name of the setting."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from ingest_home import Home, csv_text, reader, reports
from written_files import parquet, workbook

from ingest.land import ingest
from ingest.reading.bounds import FREE_EXPANSION, Bounds

ROWS = reports(1, 2)
TEXT = csv_text(ROWS).encode()
HEADER = list(ROWS[0])
# Two bytes per character: a bound counts bytes.
NOTE = "é" * 300
LONG = f"{','.join([*HEADER, 'note'])}\n{','.join(map(str, ROWS[0].values()))},{NOTE}\n".encode()
BOOK = workbook([list(HEADER), *(list(each.values()) for each in ROWS)])
FRAME = pd.DataFrame(ROWS)


def unzipped(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(each.file_size for each in archive.infolist())


def expanding() -> tuple[str, bytes, int]:
    """A file from which just over what may expand freely comes out, and how many times its size grows, rounded up."""
    row = f"{','.join(map(str, ROWS[0].values()))},{'x' * (7 << 20)}\n"
    content = f"{','.join([*HEADER, 'note'])}\n{row * 10}".encode()
    assert len(content) > FREE_EXPANSION
    packed = gzip.compress(content)
    return "csv.gz", packed, -(-len(content) // len(packed))


EDGES: dict[str, tuple[str, Callable[[], tuple[str, bytes, int]]]] = {
    "content of plain text": ("max_content_bytes", lambda: ("csv", TEXT, len(TEXT))),
    "content of gzip": ("max_content_bytes", lambda: ("csv.gz", gzip.compress(TEXT), len(TEXT))),
    "content of a workbook": ("max_content_bytes", lambda: ("xlsx", BOOK, unzipped(BOOK))),
    "expansion": ("max_expansion", expanding),
    "record": ("max_record_bytes", lambda: ("csv", LONG, len(LONG.splitlines()[1]))),
    "field": ("max_field_bytes", lambda: ("csv", LONG, len(NOTE.encode()))),
    "columns of text": ("max_columns", lambda: ("csv", TEXT, len(HEADER))),
    "columns of a workbook": ("max_columns", lambda: ("xlsx", BOOK, len(HEADER))),
    "columns of Parquet": ("max_columns", lambda: ("parquet", parquet(FRAME), len(HEADER))),
    "cells": ("max_cells", lambda: ("xlsx", BOOK, 3 * len(HEADER))),
    "row groups": ("max_row_groups", lambda: ("parquet", parquet(FRAME, row_group_size=1), 2)),
}


@pytest.mark.parametrize("edge", EDGES)
def test_a_bound_is_met_and_exceeded(edge: str, tmp_path: Path) -> None:
    setting, make = EDGES[edge]
    ending, content, most = make()
    home = Home(tmp_path)
    path = home.write(f"referrals_2026-11-18.{ending}", content)
    assert delivered(home, path, Bounds(**{setting: most - 1})).startswith("refused")
    assert f"than {setting} allows ({most - 1})" in delivered(home, path, Bounds(**{setting: most - 1}))
    assert delivered(home, path, Bounds(**{setting: most})).startswith("landed")


def test_a_manifest_is_bounded_too(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write("referrals_2026-11-18.csv", TEXT)
    manifest = json.dumps({"files": {path.name: {"rows": 2}}}).encode()
    home.write("manifest.json", manifest)
    assert "than max_manifest_bytes allows" in delivered(home, path, Bounds(max_manifest_bytes=len(manifest) - 1))
    assert delivered(home, path, Bounds(max_manifest_bytes=len(manifest))).startswith("landed")


def delivered(home: Home, path: Path, bounds: Bounds) -> str:
    """Deliver a file; returns what became of it, and why."""
    settings = replace(home.settings, bounds=bounds)
    (result,) = ingest([path], landing=home.landing, settings=settings, reader=reader())
    return f"{result.status}: {result.reason}"
