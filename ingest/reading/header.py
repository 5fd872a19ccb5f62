"""Compares a file's header with the contract, and says what kind of file it is where it is no extract.

In: the column names of a file and its extract's contract. Out: a `ComparedHeader`, or a Refusal. A column that the
contract does not have is a text like any other: it is told by its number, and shown only as `shown_column` does.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from ingest.contract import Contract
from ingest.reading.rows.minimise import delivered_twice
from ingest.reading.shown_names import LONGEST_SHOWN, shown_column
from ingest.refusal import Refusal

_SHOWN = 10  # a sentence names so many columns and counts the others
_NEAR = 0.8  # the share of two names that is alike where one is taken for the other
_LONGEST_HEADER = 100_000  # so many characters of a header tell its separator
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_JSON = re.compile(r'\s*(\{|\[\s*([\[{"]|$))')


@dataclass(frozen=True)
class ComparedHeader:
    """The place of each known column, notes for the ledger, and remarks on unknown columns.

    Notes hold numbers and the contract's own names, because they are published. Remarks are for the person who loads
    the file.
    """

    positions: dict[str, int]
    notes: list[str]
    remarks: list[str]


def compare(header: Sequence[str], contract: Contract) -> ComparedHeader:
    """Find the contract's columns in a header.

    Raises Refusal if there is no header, or if a column is missing or there twice.
    """
    names = [each.strip().casefold() for each in header]
    known = set(contract.by_name)
    times = Counter(names)
    if not known & times.keys():
        raise Refusal(
            other_kind(",".join(header), contract)
            or f"the first row names no column of {contract.name}, so the file has no header; "
            "export it with its column names as the first row."
        )
    doubled = sorted(each for each in known & times.keys() if times[each] > 1)
    if doubled:
        raise Refusal(
            f"{_columns(doubled)} more than once in the header; which one counts can't be told, "
            "so export the file with each column once."
        )
    positions = {each: at for at, each in enumerate(names) if each in known}
    unknown = [at for at, each in enumerate(names) if each not in known]
    near = _near_matches(names, unknown[:_SHOWN], [each.name for each in contract.fields if each.name not in positions])
    _require(contract, positions, near)
    notes = []
    if unknown:
        notes.append(
            f"{_counted(len(unknown))} not in the contract {'were' if len(unknown) > 1 else 'was'} ignored, unread: "
            f"{'numbers' if len(unknown) > 1 else 'number'} {_listed(str(at + 1) for at in unknown)}"
        )
    if "updated_at" not in positions:
        notes.append("no updated_at column: extracted_at stands in")
    for each in delivered_twice(contract, set(positions)):
        notes.append(f"{each} was delivered beside what it is derived from, which decides")
    return ComparedHeader(positions, notes, [_remark(at, names[at], near.get(at)) for at in unknown[:_SHOWN]])


def other_kind(first_record: str, contract: Contract) -> str | None:
    """Say what kind of file it is whose first record is no header of a CSV file; None where nothing tells."""
    if _JSON.match(first_record):
        return "the file looks like JSON, not CSV; export it as CSV with its column names as the first row."
    if first_record.lstrip().startswith("<"):
        return "the file looks like HTML or XML, not CSV; export it as CSV with its column names as the first row."
    for separator, words in _SEPARATORS.items():
        row = _fields(first_record, separator)
        if len(row) > 1 and set(contract.by_name) & {each.strip().casefold() for each in row}:
            return (
                f"its columns are separated by {words}, not commas, so it has no header that can be read; "
                "export it with commas."
            )
    return None


def _fields(record: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([record[:_LONGEST_HEADER]], delimiter=separator), [])
    except csv.Error:
        return []


def _require(contract: Contract, positions: dict[str, int], near: dict[int, str]) -> None:
    lacking = [each for each in contract.required_in_header if each not in positions]
    if not lacking:
        return
    renaming = [f"column {at + 1} {name}" for at, name in near.items() if name in lacking]
    raise Refusal(
        f"{_columns(lacking)} not in the header, and an extract of {contract.name} "
        f"must have {'it' if len(lacking) == 1 else 'them'}; "
        + (f"if that is what it holds, call {' and '.join(renaming)}, or " if renaming else "")
        + f"export the file with {'it' if len(lacking) == 1 else 'them'}."
    )


def _near_matches(names: Sequence[str], unknown: Iterable[int], missing: Sequence[str]) -> dict[int, str]:
    """The missing column that each unknown one is nearly called, by the place of the unknown one."""
    found = {}
    for at in unknown:
        plain = re.sub(r"[\W_]+", "_", names[at][:LONGEST_SHOWN]).strip("_")
        for match in difflib.get_close_matches(plain, missing, 1, _NEAR):
            found[at] = match
    return found


def _remark(at: int, name: str, near: str | None) -> str:
    shown = f" ({shown_column(name)})" if name else ", which has no name,"
    return f"Column {at + 1}{shown} is not in the contract and was not read" + (
        f": did you mean {near}?" if near else "."
    )


def _counted(number: int) -> str:
    return f"{number} columns" if number > 1 else "1 column"


def _listed(numbers: Iterable[str]) -> str:
    shown = list(islice(numbers, _SHOWN + 1))
    return ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "")


def _columns(names: list[str]) -> str:
    return f"column{'s' if len(names) > 1 else ''} {', '.join(names)} {'are' if len(names) > 1 else 'is'}"
