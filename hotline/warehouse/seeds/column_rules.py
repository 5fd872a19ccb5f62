"""The rules for one value of a seed: its type, its list, its range, its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from hotline.warehouse.seeds.definitions import Column
from hotline.warehouse.seeds.finding import listed, shown

# What is wrong with a value, and what to write instead.
Wrong = tuple[str, str]

_MOST = 1_000_000


def wrong_values(column: Column, value: str) -> Iterator[Wrong]:
    """Yield what is wrong with a value by the rules of its column; a wrong type keeps the other rules back."""
    if not value.strip():
        if not column.rules.get("optional"):
            yield "there is no value", f"write {_expected(column)}"
        return
    if value != value.strip():
        yield f"{shown(value)} begins or ends with a space", "take the space out"
        return
    if wrong := _TYPES[column.type](column, value):
        yield wrong
        return
    for name, rule in column.rules.items():
        if (holds := _RULES.get(name)) and (wrong := holds(rule, column, value)):
            yield wrong


def _expected(column: Column) -> str:
    if "one_of" in column.rules:
        return listed(tuple(column.rules["one_of"]))
    if column.name == "citation":
        return "the paragraph of the state's law that says so"
    return {"bigint": "a whole number", "boolean": "true or false", "date": "a date such as 2024-02-29"}.get(
        column.type, "one"
    )


def _whole(column: Column, value: str) -> Wrong | None:
    least, most = column.rules.get("minimum", 0), column.rules.get("maximum", _MOST)
    if re.fullmatch(r"[0-9]{1,9}", value) and least <= int(value) <= most:
        return None
    return f"{shown(value)} is no whole number from {least} to {most}", "write one in digits"


def _day(_: Column, value: str) -> Wrong | None:
    try:
        good = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and date.fromisoformat(value)
    except ValueError:
        good = None
    return None if good else (f"{shown(value)} is no date", "write year, month and day, such as 2024-02-29")


def _flag(_: Column, value: str) -> Wrong | None:
    return None if value in ("true", "false") else (f"{shown(value)} is neither true nor false", "write true or false")


def _text(_: Column, value: str) -> Wrong | None:
    if value.isprintable():
        return None
    return "the text holds a line end or a character that is not shown", "write it on one line"


_TYPES: dict[str, Callable[[Column, str], Wrong | None]] = {
    "bigint": _whole,
    "boolean": _flag,
    "date": _day,
    "varchar": _text,
}


def _one_of(values: list[str], _: Column, value: str) -> Wrong | None:
    if value in values:
        return None
    return f"{shown(value)} is not known", f"write {listed(tuple(values))}"


def _matches(pattern: str, column: Column, value: str) -> Wrong | None:
    if re.fullmatch(pattern, value):
        return None
    like = column.rules["like"]
    return f"{shown(value)} is not {like}", f"write {like}"


def _small_letters(_: bool, __: Column, value: str) -> Wrong | None:
    if value == value.lower():
        return None
    return f"{shown(value)} has a capital letter", "write small letters: delivered codes are compared in small letters"


_RULES: dict[str, Callable[[Any, Column, str], Wrong | None]] = {
    "one_of": _one_of,
    "matches": _matches,
    "small_letters": _small_letters,
}
