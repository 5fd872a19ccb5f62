"""The answer to a question in SQL on stdout, as CSV or JSON, row by row while it comes.

An answer that is cut or breaks off is left open: the last line says so, and neither a reader of CSV nor one of JSON
takes what stands there for the whole.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable

from hotline.terminal.control_characters import escaped, escaped_in_json
from serving.sandbox.ask import Answer
from serving.sandbox.columns import BOOL, DECIMAL, FLOAT, INSTANT, JSON, MOMENT, WHOLE, Column, cell_text
from serving.sandbox.refusal import Unanswered

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?", re.ASCII)
_DAY_AND_TIME = re.compile(r"(\d+-\d\d-\d\d) (?=\d)", re.ASCII)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
# A text of JSON, or one of the words for a number that JSON does not have.
_NO_JSON_NUMBER = re.compile(r'"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity|nan|inf)\b')


def print_csv(answer: Answer) -> None:
    """Print every row under the names of the columns. Raises Unanswered if the answer breaks off."""
    on_screen = sys.stdout.isatty()
    show = escaped if on_screen else str
    as_sent = not on_screen and all(column.kind not in (INSTANT, DECIMAL) for column in answer.columns)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    began = False

    def begin() -> None:
        nonlocal began
        if not began:
            writer.writerow([show(column.name) for column in answer.columns])
        began = True

    try:
        for rows in answer:
            begin()
            if not as_sent:
                rows = [
                    [show(cell_text(column, cell)) for column, cell in zip(answer.columns, row, strict=True)]
                    for row in rows
                ]
            writer.writerows(rows)
    except Unanswered as error:
        if began:
            _leave_open(_open_cell(str(error)))
        raise
    begin()
    if answer.cut_sentence:
        _leave_open(_open_cell(answer.cut_sentence))


def print_json_rows(answer: Answer, max_bytes: int) -> None:
    """Print every row as an object, as a list with one row a line. Raises Unanswered if the answer breaks off.

    Names stand in every row, so the answer is also cut where the objects have more than `max_bytes`.
    """
    fields = [(escaped_in_json(_text(column.name)), _in_json(column)) for column in answer.columns]
    printed = 0
    try:
        for row in (row for rows in answer for row in rows):
            cells = ", ".join(f"{name}: {show(cell)}" for (name, show), cell in zip(fields, row, strict=True))
            max_bytes -= len(cells.encode("utf-8", "replace"))
            if max_bytes < 0:
                answer.cut_after(printed)
                break
            sys.stdout.write(f"{',' if printed else '['}\n{{{cells}}}")
            printed += 1
    except Unanswered as error:
        if printed:
            _leave_open(f"\n{error}")
        raise
    if answer.cut_sentence:
        # The list is never closed.
        _leave_open(f"{'' if printed else '['}\n{answer.cut_sentence}")
    else:
        sys.stdout.write("\n]\n" if printed else "[]\n")


def _open_cell(sentence: str) -> str:
    """A cell whose quote is never closed."""
    return '"' + sentence.replace('"', "'")


def _leave_open(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _text(text: str) -> str:
    return _ENCODER.encode(text)


def _in_json(column: Column) -> Callable[[str | None], str]:
    """How the cells of a column are written in JSON. What JSON has no number for, such as nan, is null."""
    if column.kind in (WHOLE, FLOAT):
        return _number
    if column.kind == DECIMAL:
        return lambda cell: _number(cell_text(column, cell))
    if column.kind == BOOL:
        return lambda cell: cell if cell in ("true", "false") else "null"
    if column.kind == JSON:
        return _nested
    if column.kind in (MOMENT, INSTANT):
        return lambda cell: "null" if cell is None else _text(_DAY_AND_TIME.sub(r"\1T", cell_text(column, cell)))
    return lambda cell: "null" if cell is None else escaped_in_json(_text(cell))


def _number(cell: str | None) -> str:
    return cell if cell and _NUMBER.fullmatch(cell) else "null"


def _nested(cell: str | None) -> str:
    if cell is None:
        return "null"
    text = _NO_JSON_NUMBER.sub(lambda found: found[0] if found[0].startswith('"') else "null", cell)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        text = _text(cell)
    return escaped_in_json(text)
