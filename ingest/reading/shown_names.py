"""Shows names that somebody else chose, of files and of columns, without repeating a word about a person.

In: a name. Out: the same name, in which only the words that extracts and exports use stand as they are; of any other
word only its length is left. `referrals_2026-11-20_Jane_Doe.csv` becomes `referrals_2026-11-20_aaaa_aaa.csv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ingest.contract import contracts_without_codes

LONGEST_SHOWN = 100
_SHORTEST_PART = 5  # a shorter part of an extract's name may be a name
_LETTER = r"[^\W\d_]"
# Two letters or more: one is no name, such as the T of a time. Letters that stand apart may spell one: J-A-N-E.
_WORD = re.compile(rf"{_LETTER}{{2,}}")
_SPELLED = re.compile(rf"(?<![^\W_]){_LETTER}(?:[\W_]+{_LETTER}(?![^\W_]))+")
# Words of exports that are nobody's name: no month (April, June), no Page, Field, Day or Will.
_OF_FILES = frozenset((
    "again", "all", "and", "archive", "backfill", "backup", "batch", "changed", "changes", "complete", "copy",
    "corrected", "correction", "csv", "daily", "data", "dataset", "db", "delta", "draft", "dump", "email", "empty",
    "end", "export", "exported", "extract", "extracts", "file", "files", "final", "fixed", "from", "full", "fy", "gz",
    "hourly", "html", "incremental", "index", "initial", "json", "latest", "list", "manifest", "modified", "monthly",
    "new", "newest", "nightly", "number", "old", "older", "oldest", "original", "parquet", "part", "partial", "parts",
    "pdf", "pipeline", "prod", "production", "quarterly", "raw", "records", "redelivered", "rerun", "resend",
    "resent", "retry", "revised", "row", "rows", "run", "schema", "sequence", "stage", "staging", "start", "system",
    "tab", "table", "tables", "temp", "template", "test", "text", "tmp", "tsv", "txt", "unknown", "update", "updated",
    "upload", "utc", "valid", "version", "weekly", "with", "without", "xls", "xlsx", "xml", "yearly", "zip", "zst",
))  # fmt: skip
# Words of columns beside those that the contracts themselves use.
_OF_COLUMNS = frozenset((
    "birth", "by", "city", "code", "column", "comment", "comments", "count", "created", "creator", "date", "day",
    "description", "dob", "email", "end", "fax", "field", "flag", "for", "gender", "is", "key", "line", "modified",
    "month", "no", "note", "notes", "num", "of", "old", "race", "row", "sequence", "sex", "source", "ssn", "staff",
    "start", "state", "status", "street", "sub", "text", "time", "timestamp", "unit", "user", "value", "version",
    "week", "worker", "year", "zip",
))  # fmt: skip


def shown_name(file_name: str) -> str:
    """Return a file's name as messages, the ledger and the pages show it, in printable ASCII, 100 characters at most.

    Digits and marks stay. Of a word that is no plain one every letter becomes an a, and what is neither a letter, a
    digit nor a mark of ASCII becomes a question mark.
    """
    return _shown(file_name, of_columns=False)


def shown_column(name: str) -> str:
    """Return the name of an unknown column as `shown_name` does, with the words that columns use as they are."""
    return _shown(name, of_columns=True)


def _shown(text: str, *, of_columns: bool) -> str:
    # A letter and the accents over it are one character of a word.
    start = unicodedata.normalize("NFC", text[: LONGEST_SHOWN + 1])
    start = _SPELLED.sub(lambda letters: re.sub(_LETTER, "a", letters[0]), start)
    shown = _WORD.sub(lambda word: word[0] if _is_plain(word[0].lower(), of_columns) else "a" * len(word[0]), start)
    shown = "".join(each if " " <= each <= "~" else _other(each) for each in shown)
    return shown if len(text) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 3]}..."


def _is_plain(word: str, of_columns: bool) -> bool:
    extracts, columns = _words_of_contracts()
    if of_columns:
        return word in columns or word in _OF_COLUMNS
    return word in _OF_FILES or word in extracts or (len(word) >= _SHORTEST_PART and any(word in it for it in extracts))


@cache
def _words_of_contracts() -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names of the extracts, and in those of their columns."""
    contracts = contracts_without_codes().values()
    columns = {field.name for contract in contracts for field in contract.fields}
    return (
        frozenset(word for contract in contracts for word in contract.name.split("_")),
        frozenset(word for column in columns for word in column.split("_")),
    )


def _other(character: str) -> str:
    return {"L": "a", "M": "a", "N": "9"}.get(unicodedata.category(character)[0], "?")
