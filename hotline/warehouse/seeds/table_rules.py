"""The rules for the rows of one seed together: keys, ranges of days, values that must be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hotline.warehouse.seeds.finding import Finding, shown
from hotline.warehouse.seeds.reading import Row

_FOREVER = "9999-12-31"


def wrong_rows(seed: str, rules: Mapping[str, Any], rows: tuple[Row, ...]) -> Iterator[Finding]:
    """Yield what is wrong with the rows of a seed, all of whose values are good by themselves."""
    if not rows and not rules.get("may_be_empty"):
        yield Finding(seed, None, None, "there is no row under the header", "write the state's own")
        return
    for name, rule in rules.items():
        if holds := _RULES.get(name):
            yield from holds(seed, rule, rows)


def _number(seed: str, wanted: int, rows: tuple[Row, ...]) -> Iterator[Finding]:
    if len(rows) > wanted:
        yield Finding(seed, rows[wanted].number, None, f"there are {len(rows)} rows", f"leave {wanted}")


def _key(seed: str, columns: list[str], rows: tuple[Row, ...]) -> Iterator[Finding]:
    before: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row[name] for name in columns)
        if key in before:
            what = " ".join(filter(None, key))
            yield Finding(
                seed,
                row.number,
                columns[0],
                f"{shown(what)} stands in row {before[key]} already",
                "take one of the two out",
            )
        before.setdefault(key, row.number)


def _in_force(seed: str, columns: list[str], rows: tuple[Row, ...]) -> Iterator[Finding]:
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in columns)].append(row)
    for group in groups.values():
        ordered = sorted(group, key=lambda row: row["effective_from"])
        for row, following in zip(ordered, [*ordered[1:], None], strict=True):
            yield from _range(seed, row, following)


def _range(seed: str, row: Row, following: Row | None) -> Iterator[Finding]:
    begins, ends = row["effective_from"], row["effective_to"]
    if begins >= ends:
        yield Finding(
            seed,
            row.number,
            "effective_to",
            f"{ends} is not after effective_from, {begins}",
            "write the first day on which the row holds no longer",
        )
    elif following is None:
        if ends != _FOREVER:
            yield Finding(
                seed,
                row.number,
                "effective_to",
                f"the row ends on {ends} and none follows it",
                f"write {_FOREVER} while it is in force, or add the row that follows",
            )
    elif ends != following["effective_from"]:
        kind = "overlaps" if ends > following["effective_from"] else "leaves a gap before"
        yield Finding(
            seed,
            row.number,
            "effective_to",
            f"the row ends on {ends} and {kind} row {following.number}",
            f"write {following['effective_from']}, the day on which that row begins",
        )


def _holds(seed: str, wanted: dict[str, list[str]], rows: tuple[Row, ...]) -> Iterator[Finding]:
    for column, values in wanted.items():
        there = {row[column] for row in rows}
        for value in values:
            if value not in there:
                yield Finding(seed, None, column, f"there is no row {value}", "add it")


def _both_ways(seed: str, columns: list[str], rows: tuple[Row, ...]) -> Iterator[Finding]:
    there = {(row[columns[0]], row[columns[1]]) for row in rows}
    for row in rows:
        one, other = row[columns[0]], row[columns[1]]
        if one == other:
            yield Finding(seed, row.number, columns[1], f"{one} stands next to itself", "take the row out")
        elif (other, one) not in there:
            yield Finding(
                seed,
                row.number,
                columns[1],
                f"{one} is next to {other}, and {other} is not next to {one}",
                f"add the row {other},{one}",
            )


def _one_name(seed: str, names: dict[str, str], rows: tuple[Row, ...]) -> Iterator[Finding]:
    for column, name in names.items():
        first: dict[str, Row] = {}
        for row in rows:
            before = first.setdefault(row[column], row)
            if before[name] != row[name]:
                yield Finding(
                    seed,
                    row.number,
                    name,
                    f"{column} {row[column]} has another name in row {before.number}",
                    "give it one name",
                )


_RULES: dict[str, Callable[[str, Any, tuple[Row, ...]], Iterator[Finding]]] = {
    "rows": _number,
    "key": _key,
    "in_force": _in_force,
    "holds": _holds,
    "both_ways": _both_ways,
    "one_name": _one_name,
}
