"""Reads seeds/definitions/: which seeds a state has, their columns and types, and the rules in `meta`.

The rules of a seed: `key` (columns that no two rows share), `in_force` (columns whose rows follow each other in time,
without gap or overlap), `rows` (how many), `may_be_empty`, `holds` (values that must be there), `both_ways` (pairs that
stand in both directions) and `one_name` (a column that says the same wherever another does).

The rules of a column: `optional`, `one_of`, `minimum`, `maximum`, `small_letters`, `matches` (a regular expression,
with `like`, the same in words), `refers_to` (a column of another seed; `complete` if each of its values must be there,
`except` some, `split` by a character, `together_with` a further column of the same name in both), `time_zone`, `shape`
and `geography_of` (the column with the kind of geography).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hotline.warehouse.program_files import ROOT

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OF_STATES = ("policy.yml", "provisions.yml")


@dataclass(frozen=True)
class Column:
    """A column of a seed: its type (varchar, bigint, boolean or date) and its rules."""

    name: str
    type: str
    rules: Mapping[str, Any]


@dataclass(frozen=True)
class Seed:
    """A seed that each state has: its columns in their order, and the rules for its rows."""

    name: str
    columns: tuple[Column, ...]
    rules: Mapping[str, Any]


@cache
def seeds_of_a_state() -> tuple[Seed, ...]:
    """Every seed that a state's folder must hold."""
    return tuple(_seed(each) for name in _OF_STATES for each in _document(ROOT / "seeds" / "definitions" / name))


def _document(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)["seeds"]
    return found


def _seed(raw: dict[str, Any]) -> Seed:
    config = raw["config"]
    rules = config.get("meta", {})
    of_columns = rules.get("columns", {})
    return Seed(
        raw["name"],
        tuple(Column(name, kind, of_columns.get(name, {})) for name, kind in config["column_types"].items()),
        rules,
    )
