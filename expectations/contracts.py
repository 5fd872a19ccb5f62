"""The input contracts, read as data: what the suites need to know of each extract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTRACTS = Path(__file__).parent.parent / "ingest" / "contracts"


@dataclass(frozen=True)
class Column:
    """A stored column: `coded` where the contract lists its values, `required` where a row must have it."""

    name: str
    title: str
    coded: bool
    required: bool


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` of this extract names a row of the extract `to`."""

    column: str
    to: str
    to_column: str


@dataclass(frozen=True)
class Contract:
    """One extract as the suites see it; identifying columns are left out, since they are never stored."""

    name: str
    title: str
    key: str
    oversight: bool
    columns: tuple[Column, ...]
    references: tuple[Reference, ...]

    def column(self, name: str) -> Column | None:
        """The stored column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def parse(document: dict[str, Any]) -> Contract:
    """A contract from its Frictionless Table Schema."""
    return Contract(
        name=document["name"],
        title=document["title"],
        key=document["primaryKey"],
        oversight=bool(document.get("oversight", False)),
        columns=tuple(
            Column(
                name=field["name"],
                title=field.get("title", field["name"]),
                coded="codes" in field or "values" in field or "enum" in field.get("constraints", {}),
                required=bool(field.get("constraints", {}).get("required", False)),
            )
            for field in document["fields"]
            if not field.get("identifying", False)
        ),
        references=tuple(
            Reference(key["fields"], key["reference"]["resource"], key["reference"]["fields"])
            for key in document.get("foreignKeys", [])
        ),
    )


@cache
def load_contracts(directory: Path = CONTRACTS) -> dict[str, Contract]:
    """Every contract by the name of its extract."""
    parsed = (parse(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(directory.glob("*.yml")))
    return {contract.name: contract for contract in parsed}


def oversight_extracts() -> frozenset[str]:
    """Extracts that the oversight office alone may see."""
    return frozenset(name for name, contract in load_contracts().items() if contract.oversight)
