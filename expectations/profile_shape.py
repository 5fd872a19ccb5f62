"""The shape of a batch's profile: what ingest says of a file, without a value of any row."""

from __future__ import annotations

from typing import TypedDict


class BatchLimits(TypedDict):
    """The limits that hold a batch whole; both of a pair must be passed."""

    max_quarantined_share: float
    max_quarantined_rows: int
    max_deleted_share: float
    max_deleted_keys: int


class ColumnProfile(TypedDict):
    """One stored column: rows without a value, and for a coded one how many rows have each code."""

    name: str
    type: str
    delivered: bool
    nulls: int
    codes: dict[str, int] | None


class ReferenceProfile(TypedDict):
    """Rows of `column` that name a row of the extract `to`, and how many of these were found there."""

    column: str
    to: str
    rows: int
    found: int


class EarlierLoad(TypedDict):
    """An earlier landed load of the same extract: shares (0 to 1) by column and by code."""

    extracted_at: str
    kind: str
    rows_in_file: int
    nulls: dict[str, float]
    codes: dict[str, dict[str, float]]


class Profile(TypedDict):
    """A batch before it lands. Instants are ISO 8601; `history` is oldest first, at most ten loads.

    `rows_good` are those neither quarantined nor deleted: what columns and references are counted over.
    """

    load_id: str
    extract: str
    kind: str
    extracted_at: str
    extracted_at_source: str
    rows_in_file: int
    rows_good: int
    rows_quarantined: int
    rows_loaded: int
    rows_unchanged: int
    rows_superseded: int
    keys_before: int
    keys_deleted: int
    limits: BatchLimits
    released: bool
    columns: list[ColumnProfile]
    references: list[ReferenceProfile]
    newest_event_at: str | None
    history: list[EarlierLoad]
