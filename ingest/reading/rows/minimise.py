"""Replaces identifying columns by booleans that say whether something was given, never what.

In: an extract's contract and the columns of a file. Out: SQL expressions. They stand in the scan itself, before any
sort, join or spill.
"""

from __future__ import annotations

from ingest.contract import Contract
from ingest.sql_text import quote

# Words that people type in place of a name that they do not give (the contract's list).
PLACEHOLDERS = (
    "anonymous", "anon", "unknown", "unk", "refused", "declined", "notgiven", "na", "none", "x", "xx",
)  # fmt: skip
# Everything that Unicode calls white space, and two invisible marks: the zero-width space and the byte order mark.
WHITESPACE = "'" + "".join(chr(at) for at in range(1, 0x10000) if chr(at).isspace() or at in (0x200B, 0xFEFF)) + "'"


def trimmed(column: str) -> str:
    """Return SQL for the text without white space around it; null where nothing is left.

    Most values begin and end with a plain character. To test for that is five times faster than to trim.
    """
    plain = f"{column} >= '!' and {column} < chr(127) and {column}[-1] between '!' and '~'"
    return f"case when {plain} then {column} else nullif(trim({column}, {WHITESPACE}), '') end"


def derived(contract: Contract, present: set[str]) -> dict[str, str]:
    """Return SQL for each stored column that replaces identifying columns of the file, as {stored name: expression}.

    A stored column is left out if the file has none of its identifying columns: the file may deliver it directly.
    """
    parts: dict[str, list[str]] = {}
    withheld: set[str] = set()
    for field in contract.fields:
        if field.identifying and field.becomes and field.name in present:
            parts.setdefault(field.becomes, []).append(_given(quote(field.name), field.how or "text_given"))
            if field.how == "name_withheld":
                withheld.add(field.becomes)
    return {
        name: f"not ({' or '.join(each)})" if name in withheld else f"({' or '.join(each)})"
        for name, each in parts.items()
    }


def delivered_twice(contract: Contract, present: set[str]) -> list[str]:
    """Return the derived columns that the file delivers beside their identifying columns; the derivation decides."""
    return sorted(
        {each.becomes for each in contract.fields if each.name in present and each.becomes in present} - {None}
    )


def _given(column: str, how: str) -> str:
    if how == "text_given":
        return f"({trimmed(column)} is not null)"
    listed = ", ".join(f"'{each}'" for each in ("", *PLACEHOLDERS))
    bare = rf"regexp_replace(lower({column}), '[^\p{{L}}\p{{N}}]', '', 'g')"
    return f"({column} is not null and not list_contains([{listed}], {bare}))"
