"""What is kept of an identifying column: whether something was given, never what.

The expressions stand in the scan itself, before any sort, join or spill.
"""

from __future__ import annotations

from ingest.contract import Contract
from ingest.sql_text import quote

# What people type where a name is asked for and not given (the contract's list).
PLACEHOLDERS = (
    "anonymous", "anon", "unknown", "unk", "refused", "declined", "notgiven", "na", "none", "x", "xx",
)  # fmt: skip
# What Unicode calls white space, and the marks that show as none.
WHITESPACE = "'" + "".join(chr(at) for at in range(1, 0x10000) if chr(at).isspace() or at in (0x200B, 0xFEFF)) + "'"


def trimmed(column: str) -> str:
    """SQL: the text without white space around it; empty is null.

    Most values begin and end with a plain character, which is five times quicker to see than to trim.
    """
    plain = f"{column} >= '!' and {column} < chr(127) and {column}[-1] between '!' and '~'"
    return f"case when {plain} then {column} else nullif(trim({column}, {WHITESPACE}), '') end"


def derived(contract: Contract, present: set[str]) -> dict[str, str]:
    """SQL for each stored column that identifying columns of the file become: {stored name: expression}.

    A stored column with no identifying column in the file is left out: it may have been delivered itself.
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
    """The derived columns that the file has beside what they are derived from; the derivation decides."""
    return sorted(
        {each.becomes for each in contract.fields if each.name in present and each.becomes in present} - {None}
    )


def _given(column: str, how: str) -> str:
    if how == "text_given":
        return f"({trimmed(column)} is not null)"
    listed = ", ".join(f"'{each}'" for each in ("", *PLACEHOLDERS))
    bare = rf"regexp_replace(lower({column}), '[^\p{{L}}\p{{N}}]', '', 'g')"
    return f"({column} is not null and not list_contains([{listed}], {bare}))"
