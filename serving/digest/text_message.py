"""Writes a digest as plain text in lines of at most 78 characters, which every mail program shows alike."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from serving.digest.content import Digest, Section, Table

_WIDTH = 78


def text_message(digest: Digest) -> bytes:
    """The message. A table that is wider than a line is written as one line per value."""
    lines = [*_wrapped(digest.warning.upper()), ""] if digest.warning else []
    lines += [*_wrapped(digest.title), "=" * min(len(digest.title), _WIDTH), ""]
    if digest.lead:
        lines += [*_wrapped(digest.lead), ""]
    lines += [line for name, value in digest.facts for line in _wrapped(f"{name}: {value}", "  ")]
    for section in digest.sections:
        lines += ["", *_section(section)]
    lines += ["", "--", *_wrapped(digest.foot)]
    # A no-break space is for pages, where a line may break.
    return ("\n".join(lines) + "\n").replace("\N{NO-BREAK SPACE}", " ").encode()


def _section(section: Section) -> Iterator[str]:
    yield from _wrapped(section.title)
    yield "-" * min(len(section.title), _WIDTH)
    if section.text:
        yield from _wrapped(section.text)
    for each in section.sentences:
        yield from textwrap.wrap(each, _WIDTH, initial_indent="* ", subsequent_indent="  ")
    if section.table and section.table.rows:
        yield ""
        yield from _table(section.table)


def _table(table: Table) -> Iterator[str]:
    rows = [table.heads, *table.rows]
    wide = [max(len(row[at]) for row in rows) for at in range(len(table.heads))]
    if sum(wide) + 2 * (len(wide) - 1) <= _WIDTH:
        for row in rows:
            cells = [cell.ljust(wide[0]) if not at else cell.rjust(wide[at]) for at, cell in enumerate(row)]
            yield "  ".join(cells).rstrip()
        return
    for row in table.rows:
        yield from _wrapped(row[0])
        told = ", ".join(f"{head.lower()} {cell}" for head, cell in zip(table.heads[1:], row[1:], strict=True))
        yield from textwrap.wrap(told, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent=indent)
