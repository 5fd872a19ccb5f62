"""The input contract as data: from one Frictionless Table Schema per extract to a `Contract`.

Our own keys stand beside Frictionless's: `identifying` (the column is never stored), `becomes` and `how` (the column
that is stored in its place, and how it is derived), `codes` (the seed that lists the codes), `values` (spellings, and
the whole number that each stands for), `shape` (the jurisdiction's shape of a number, see `ingest.value_shapes`) and
`oversight` (the extract is the oversight office's alone). A text with a `maxLength` has the shape of one line.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from ingest.value_shapes import ValueShape, one_line, read_shapes, shape_named

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
    """One column of an extract.

    `coded` says that the contract lists the column's values. `codes` are these values where they are names, and
    `values` where each spelling stands for a whole number; `codes` is null where no jurisdiction's lists were read.
    `shape` says that the values have a shape; it is null where there is none, or where it is a jurisdiction's and none
    was read.
    """

    name: str
    type: str
    title: str
    description: str
    required: bool = False
    identifying: bool = False
    becomes: str | None = None
    how: str | None = None
    coded: bool = False
    codes: tuple[str, ...] | None = None
    values: dict[str, int] | None = field(default=None, hash=False)
    minimum: int | None = None
    maximum: int | None = None
    shape: ValueShape | None = None

    @property
    def duckdb_type(self) -> str:
        """The column's type in the landing file."""
        return _DUCKDB_TYPES[self.type]


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` of this extract names a row of the extract `to` by its `to_column`."""

    column: str
    to: str
    to_column: str


@dataclass(frozen=True)
class Contract:
    """One extract: its columns, its key and the extracts that it refers to."""

    name: str
    title: str
    description: str
    key: str
    fields: tuple[Field, ...]
    references: tuple[Reference, ...]
    oversight: bool

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by column name."""
        return {each.name: each for each in self.fields}

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The columns that are kept, in the contract's order; no identifying one is among them."""
        return tuple(each for each in self.fields if not each.identifying)

    def stored_column(self, name: str) -> Field | None:
        """The column of that name that is kept, None where there is none."""
        return next((each for each in self.stored if each.name == name), None)

    @cached_property
    def required_in_header(self) -> tuple[str, ...]:
        """The columns without which a file is refused; `updated_at` is not among them, because it has a stand-in."""
        return tuple(each.name for each in self.fields if each.required and each.name != "updated_at")


def load_contracts(seeds: Path) -> dict[str, Contract]:
    """Every contract by the name of its extract; `seeds` is the jurisdiction's folder, which lists the codes.

    Raises FileNotFoundError if a code list or the seed of shapes is missing, Refusal if a shape can't be right.
    """
    stated = _Jurisdiction(seeds, read_shapes(seeds))
    return {raw["name"]: _contract(raw, stated) for raw in _documents()}


@cache
def contracts_without_codes() -> dict[str, Contract]:
    """Every contract by the name of its extract, for those who need no jurisdiction: no seed is read."""
    return {raw["name"]: _contract(raw, None) for raw in _documents()}


@cache
def oversight_extracts() -> frozenset[str]:
    """The extracts that only the oversight office may know of."""
    return frozenset(name for name, contract in contracts_without_codes().items() if contract.oversight)


def contract_version() -> str:
    """Twelve characters that change whenever a contract does."""
    digest = hashlib.sha256()
    for path in sorted(CONTRACTS.glob("*.yml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _documents() -> Iterator[dict[str, Any]]:
    for path in sorted(CONTRACTS.glob("*.yml")):
        yield yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


@dataclass
class _Jurisdiction:
    """What a jurisdiction's seeds say about values; each code list is read once."""

    seeds: Path
    shapes: dict[str, ValueShape]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def codes(self, name: str) -> tuple[str, ...]:
        if name not in self.lists:
            self.lists[name] = _code_list(self.seeds, name)
        return self.lists[name]


def _contract(raw: dict[str, Any], stated: _Jurisdiction | None) -> Contract:
    return Contract(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        key=raw["primaryKey"],
        fields=tuple(_field(each, stated) for each in raw["fields"]),
        references=tuple(
            Reference(each["fields"], each["reference"]["resource"], each["reference"]["fields"])
            for each in raw.get("foreignKeys", [])
        ),
        oversight=raw["oversight"],
    )


def _field(raw: dict[str, Any], stated: _Jurisdiction | None) -> Field:
    constraints = raw.get("constraints", {})
    codes = tuple(constraints["enum"]) if "enum" in constraints else None
    if "codes" in raw and stated is not None:
        codes = stated.codes(raw["codes"])
    return Field(
        name=raw["name"],
        type=raw["type"],
        title=raw["title"],
        description=raw["description"],
        required=constraints.get("required", False),
        identifying=raw.get("identifying", False),
        becomes=raw.get("becomes"),
        how=raw.get("how"),
        coded="codes" in raw or "enum" in constraints or "values" in raw,
        codes=codes,
        values=raw.get("values"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        shape=_shape(raw, stated),
    )


def _shape(raw: dict[str, Any], stated: _Jurisdiction | None) -> ValueShape | None:
    if "maxLength" in raw.get("constraints", {}):
        return one_line(raw["constraints"]["maxLength"])
    return shape_named(stated.shapes, raw["shape"]) if "shape" in raw and stated is not None else None


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
