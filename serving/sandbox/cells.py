"""How DuckDB writes each column of an answer as text, so that no digit, month or nanosecond is lost on the way.

In: the types of a question's columns. Out: an expression in SQL and a kind for each. Runs in the sandbox's process.
"""

from __future__ import annotations

from typing import Any

from serving.sandbox.columns import BOOL, DECIMAL, FLOAT, INSTANT, JSON, MOMENT, TEXT, WHOLE

_KINDS = {
    "boolean": BOOL,
    "decimal": DECIMAL,
    "float": FLOAT,
    "double": FLOAT,
    "timestamp": MOMENT,
    "timestamp_s": MOMENT,
    "timestamp_ms": MOMENT,
    "timestamp_ns": MOMENT,
    "timestamp with time zone": INSTANT,
}
_WHOLE = ("tinyint", "smallint", "integer", "bigint", "hugeint", "bignum")
_NESTED = ("list", "array", "struct", "map", "union")
_TYPE_LENGTH = 200


def column(name: str, duckdb_type: Any) -> list[str]:
    """The name, the type in words and the kind of a column."""
    words = str(duckdb_type)
    if len(words) > _TYPE_LENGTH:
        words = f"{words[:_TYPE_LENGTH]}…"
    return [name, words, _kind(duckdb_type)]


def expression(number: int, described: list[str]) -> str:
    """What gives the text of the column of this number, which counts from one."""
    _, words, kind = described
    # JSON is text already. Read again it would lose digits.
    return f"to_json(#{number})::varchar" if kind == JSON and words != "JSON" else f"#{number}::varchar"


def _kind(duckdb_type: Any) -> str:
    name = duckdb_type.id
    if str(duckdb_type) == "JSON":
        return JSON
    if name in _NESTED:
        return JSON if _has_names(duckdb_type) else TEXT
    if name in _WHOLE or (name.startswith("u") and name[1:] in _WHOLE):
        return WHOLE
    return _KINDS.get(name, TEXT)


def _has_names(duckdb_type: Any) -> bool:
    """Whether every field in it has a name: an object of JSON would keep one of several without."""
    if duckdb_type.id not in _NESTED:
        return True
    parts = [part for part in duckdb_type.children if not isinstance(part[1], int)]
    if duckdb_type.id == "struct" and any(not name for name, _ in parts):
        return False
    return all(_has_names(inner) for _, inner in parts)
