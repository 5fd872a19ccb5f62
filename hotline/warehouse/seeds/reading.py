"""Reads the seeds of a state, and of the product, as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hotline.warehouse.seeds.definitions import Seed
from hotline.warehouse.seeds.finding import Finding, shown


@dataclass(frozen=True)
class Row:
    """A row of a seed: its number, with the header as row 1, and its values by column."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True)
class Read:
    """The rows of a seed, or what kept it from being read."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]


def read_seed(folder: Path, seed: Seed) -> Read:
    """Read a seed of a state's folder; there are no rows where something is wrong with the file itself."""
    found = _read(folder / f"{seed.name}.csv", seed)
    return Read((), (found,)) if isinstance(found, Finding) else Read(found, ())


def read_product_seed(path: Path) -> tuple[Row, ...]:
    """The rows of a seed of the product."""
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(Row(number, values) for number, values in enumerate(csv.DictReader(handle), start=2))


def _read(path: Path, seed: Seed) -> tuple[Row, ...] | Finding:
    names = [each.name for each in seed.columns]
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Finding(seed.name, None, None, "the file is missing", f"add it, with the columns {', '.join(names)}")
    except UnicodeDecodeError:
        return Finding(seed.name, None, None, "the file is not UTF-8", "save it as CSV in UTF-8")
    if text.startswith("\ufeff"):
        return Finding(seed.name, None, None, "the file begins with a byte order mark", "save it as UTF-8 without one")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return Finding(seed.name, None, None, "the file is no CSV", "close every quotation mark that is opened")
    header = lines[0] if lines else []
    if wrong := _wrong_header(seed.name, header, names):
        return wrong
    rows = []
    for number, values in enumerate(lines[1:], start=2):
        if not values:
            continue
        if len(values) != len(header):
            return Finding(
                seed.name,
                number,
                None,
                f"the row has {len(values)} fields and the header {len(header)}",
                "give each column one field, and put a text that holds a comma into quotation marks",
            )
        rows.append(Row(number, dict(zip(header, values, strict=True))))
    return tuple(rows)


def _wrong_header(seed: str, header: list[str], names: list[str]) -> Finding | None:
    missing = [name for name in names if name not in header]
    unknown = [name for name in header if name not in names]
    if missing:
        instead = f" in place of {shown(unknown[0])}" if unknown else ""
        return Finding(seed, 1, missing[0], "the column is missing", f"add it{instead}")
    if unknown:
        return Finding(seed, 1, None, f"there is no column {shown(unknown[0])} in this seed", "take it out")
    if len(header) != len(names):
        return Finding(seed, 1, None, "a column stands there twice", "take one of the two out")
    return None
