"""Reads delimited text in plain Python, as the contract says that it is to be read.

In: bytes. Out: the header and the rows, or None where the file is to be refused.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from oracle import EXTRACTS, MUST_STAND_IN_THE_HEADER

_MARK = b"\xef\xbb\xbf"


def read(content: bytes, extract: str) -> tuple[list[str], list[list[str]]] | None:
    """The names of the columns in lower case, and the rows; a row whose quotes are wrong is an empty list."""
    text = _decoded(content)
    if text is None or text.count('"') % 2:
        return None
    ended = [each for each in _ended(text) if each.removesuffix("\n").removesuffix("\r")]
    lines = [each.removesuffix("\n").removesuffix("\r") for each in ended]
    if not lines or not _has_line_ends(ended, text):
        return None
    parsed = [_fields(each) for each in lines]
    if any(row is None and ("\n" in line or "\r" in line) for row, line in zip(parsed, lines, strict=True)):
        return None
    header, *rows = parsed
    if header is None:
        return None
    columns = [each.strip().casefold() for each in header]
    known = [each for each in columns if each in EXTRACTS[extract]]
    if len(set(known)) < len(known) or not set(MUST_STAND_IN_THE_HEADER[extract]) <= set(known):
        return None
    return columns, [row or [] for row in rows]


def _decoded(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    try:
        return content.removeprefix(_MARK).decode()
    except UnicodeDecodeError:
        pass
    try:
        return None if content.startswith(_MARK) else content.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _ended(text: str) -> Iterator[str]:
    """The records with their line ends; a line feed within quotes ends none."""
    begun, quoted = 0, False
    for at, each in enumerate(text):
        quoted ^= each == '"'
        if each == "\n" and not quoted:
            yield text[begun : at + 1]
            begun = at + 1
    if begun < len(text):
        yield text[begun:]


def _has_line_ends(ended: list[str], text: str) -> bool:
    """Whether line feeds end the lines; a file of carriage returns alone is refused."""
    return any(each.endswith("\n") for each in ended) or "\r" not in text


def _fields(record: str) -> list[str] | None:
    try:
        return next(csv.reader([record], strict=True), [])
    except csv.Error:
        return None
