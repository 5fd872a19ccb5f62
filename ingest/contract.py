"""The input contract as data: one Frictionless Table Schema an extract, read once and passed along.

Our own keys beside Frictionless's: `identifying` (never stored), `becomes` and `how` (what is stored in its
place), `codes` (the seed that lists the codes), `values` (spellings and the whole number each stands for) and
`oversight` (the extract is the oversight office's alone).
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

CONTRACTS = Path(__file__).parent / "contracts"

# The same safe loader, in C where libyaml is there: every command reads the contracts first.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DUCKDB_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMPTZ",
}


@dataclass(frozen=True)
class Field:
    """One column of an extract."""

    name: str
    type: str
    title: str
    description: str
    required: bool = False
    identifying: bool = False
    becomes: str | None = None
    how: str | None = None
    codes: tuple[str, ...] | None = None
    values: dict[str, int] | None = field(default=None, hash=False)
    minimum: int | None = None
    maximum: int | None = None

    @property
    def duckdb_type(self) -> str:
        """The type the column has in the landing file."""
        return _DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class Contract:
    """One extract: its columns, its key and what it refers to."""

    name: str
    title: str
    description: str
    key: str
    fields: tuple[Field, ...]
    references: tuple[tuple[str, str, str], ...]
    oversight: bool

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by column name."""
        return {each.name: each for each in self.fields}

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The columns that are kept, in the contract's order; no identifying one is among them."""
        return tuple(each for each in self.fields if not each.identifying)

    @cached_property
    def required_in_header(self) -> tuple[str, ...]:
        """The columns without which a file is refused: `updated_at` has a stand-in, so it is not among them."""
        return tuple(each.name for each in self.fields if each.required and each.name != "updated_at")


def load_contracts(seeds: Path, directory: Path = CONTRACTS) -> dict[str, Contract]:
    """Read every contract; `seeds` is the jurisdiction's folder, whose lists say which codes there are.

    Raises FileNotFoundError if a code list is missing.
    """
    lists: dict[str, tuple[str, ...]] = {}
    contracts = {}
    for path in sorted(directory.glob("*.yml")):
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        contracts[raw["name"]] = Contract(
            name=raw["name"],
            title=raw["title"],
            description=raw["description"],
            key=raw["primaryKey"],
            fields=tuple(_field(each, seeds, lists) for each in raw["fields"]),
            references=tuple(
                (each["fields"], each["reference"]["resource"], each["reference"]["fields"])
                for each in raw.get("foreignKeys", [])
            ),
            oversight=raw["oversight"],
        )
    return contracts


@cache
def oversight_extracts(directory: Path = CONTRACTS) -> frozenset[str]:
    """The extracts that only the oversight office may know of."""
    read = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.yml")))
    return frozenset(each["name"] for each in read if each["oversight"])


def contract_version(directory: Path = CONTRACTS) -> str:
    """Twelve characters that change whenever a contract does."""
    digest = hashlib.sha256()
    for path in sorted(directory.glob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _field(raw: dict[str, Any], seeds: Path, lists: dict[str, tuple[str, ...]]) -> Field:
    constraints = raw.get("constraints", {})
    codes = tuple(constraints["enum"]) if "enum" in constraints else None
    if "codes" in raw:
        codes = lists.setdefault(raw["codes"], _code_list(seeds, raw["codes"]))
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw["title"],
        description=raw["description"],
        required=constraints.get("required", False),
        identifying=raw.get("identifying", False),
        becomes=raw.get("becomes"),
        how=raw.get("how"),
        codes=codes,
        values=raw.get("values"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
    )


def _code_list(seeds: Path, name: str) -> tuple[str, ...]:
    """The codes of a seed; `file.list` names one list of a file that holds several."""
    file, _, part = name.partition(".")
    with (seeds / f"{file}.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return tuple(dict.fromkeys(row["code"] for row in rows if not part or row["code_list"] == part))


def time_zone(seeds: Path) -> str:
    """The jurisdiction's time zone, an IANA name."""
    with (seeds / "jurisdiction.csv").open(encoding="utf-8", newline="") as handle:
        return next(csv.DictReader(handle))["time_zone"]
