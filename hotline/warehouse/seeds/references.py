"""The rules between seeds: what a column refers to must be there, in the state's seeds or in the product's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from hotline.warehouse.seeds.definitions import Column, Seed
from hotline.warehouse.seeds.finding import Finding, shown
from hotline.warehouse.seeds.reading import Row

# The rows of a seed by its name.
Rows = Callable[[str], tuple[Row, ...]]


def wrong_references(seed: Seed, rows_of: Rows) -> Iterator[Finding]:
    """Yield values that refer to nothing, and values of the other seed that have no row in this one."""
    for column in seed.columns:
        if "refers_to" in column.rules:
            yield from _of_column(seed.name, column, rows_of)
        if "geography_of" in column.rules:
            yield from _geographies(seed.name, column, rows_of)


def _of_column(seed: str, column: Column, rows_of: Rows) -> Iterator[Finding]:
    other, _, name = column.rules["refers_to"].partition(".")
    left_out = set(column.rules.get("except", ()))
    companion = column.rules.get("together_with")
    known = {
        (row[companion] if companion else "", row[name]): None for row in rows_of(other) if row[name] not in left_out
    }
    there = set()
    for row in rows_of(seed):
        for value in _parts(column, row[column.name]):
            key = (row[companion] if companion else "", value)
            there.add(key)
            if key not in known:
                yield Finding(
                    seed, row.number, column.name, *_unknown(other, companion, key, [each for _, each in known])
                )
    if column.rules.get("complete"):
        for _, value in known:
            if ("", value) not in there:
                yield Finding(seed, None, column.name, f"there is no row for {value}", "add it")


def _parts(column: Column, value: str) -> list[str]:
    separator = column.rules.get("split")
    return list(filter(None, value.split(separator) if separator else [value]))


def _unknown(other: str, companion: str | None, key: tuple[str, str], known: list[str]) -> tuple[str, str]:
    if companion:
        return (
            f"{shown(key[0])} and {shown(key[1])} do not go together",
            f"write one that {other} lists, or take the row out",
        )
    near = get_close_matches(key[1], known, n=1, cutoff=0.6)
    instead = f"write {near[0]}" if near else f"write one that {other} lists"
    return f"{shown(key[1])} stands nowhere in {other}", f"{instead}, or take the row out"


def _geographies(seed: str, column: Column, rows_of: Rows) -> Iterator[Finding]:
    known = {
        "state": {row["jurisdiction_id"] for row in rows_of("jurisdiction")},
        "district": {row["district_id"] for row in rows_of("counties")},
        "county": {row["county_fips"] for row in rows_of("counties")},
    }
    homes = {"state": "jurisdiction", "district": "counties", "county": "counties"}
    for row in rows_of(seed):
        kind = row[column.rules["geography_of"]]
        if row[column.name] not in known[kind]:
            yield Finding(
                seed,
                row.number,
                column.name,
                f"there is no {kind} {shown(row[column.name])}",
                f"write one that {homes[kind]} lists",
            )
