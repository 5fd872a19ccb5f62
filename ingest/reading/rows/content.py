"""Gives the content of a row as one number: two rows with the same number are one version.

In: an extract's contract. Out: SQL for the number.
"""

from __future__ import annotations

from ingest.contract import Contract
from ingest.sql_text import quote

DELETION = "9223372036854775808::ubigint"  # the highest bit of the number: see content_hash


def content_hash(contract: Contract, prefix: str = "") -> str:
    """Return SQL for a number that stands for a row's typed, minimised values, the same in every version of DuckDB.

    The number also decides which of two rows is newer if nothing else does. A deletion has the greater number, so it
    wins over such a row. `prefix` stands before each column name.

    No value of one column can pass for values of others: a text is written after its length in bytes, any other value
    before a semicolon, which none of them has. A missing value has neither length nor digits. The order of the columns
    is that of their names, so the contract may list them in another one.
    """
    parts = []
    for field in sorted(contract.stored, key=lambda each: each.name):
        column = f"{prefix}{quote(field.name)}"
        if field.type == "string":
            parts.append(f"strlen({column}), ':', {column}")
        else:
            parts.append(f"epoch_us({column}), ';'" if field.type == "datetime" else f"{column}, ';'")
    number = f"md5_number_lower(concat({', '.join(parts)})) >> 1"
    return f"({number}) + case when {prefix}deleted then {DELETION} else 0::ubigint end"
