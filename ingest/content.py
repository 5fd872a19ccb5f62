"""What a version of a row says, as one number: two rows that say the same are one version."""

from __future__ import annotations

from ingest.contract import Contract
from ingest.sql_text import quote

DELETION = "9223372036854775808::ubigint"  # the highest bit of a content's number: see content_hash


def content_hash(contract: Contract, prefix: str = "") -> str:
    """SQL: a number that stands for a row's typed, minimised values, the same in every version of DuckDB.

    It is also the order of last resort between two rows. A deletion is the greater one, so that of two rows that
    nothing else sets apart the one that removes the key wins.
    """
    parts = []
    for field in contract.stored:
        column = f"{prefix}{quote(field.name)}"
        text = f"epoch_us({column})" if field.type == "datetime" else column
        parts.append(f"coalesce(cast({text} as varchar), chr(30))")
    number = f"md5_number_lower(concat_ws(chr(31), {', '.join(parts)})) >> 1"
    return f"({number}) + case when {prefix}deleted then {DELETION} else 0::ubigint end"
