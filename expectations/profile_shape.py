"""The shape of a batch's profile, which ingest makes of each file. It holds no value of any row."""

from __future__ import annotations

from typing import TypedDict


class BatchLimits(TypedDict):
    """The limits over which a batch is held. It must exceed both limits of a pair: the share and the number."""

    max_quarantined_share: float
    max_quarantined_rows: int
    max_deleted_share: float
    max_deleted_keys: int


class ColumnProfile(TypedDict):
    """One stored column: how many rows lack a value and, for a coded column, how many rows have each code."""

    name: str
    type: str
    delivered: bool
    nulls: int
    codes: dict[str, int] | None


class ReferenceProfile(TypedDict):
    """How many rows name, in `column`, a row of the extract `to`, and for how many of them it was found there."""

    column: str
    to: str
    rows: int
    found: int


class EarlierLoad(TypedDict):
    """An earlier landed load of the same extract: by column, the share (0 to 1) of missing values and of each code."""

    extracted_at: str
    kind: str
    rows_in_file: int
    nulls: dict[str, float]
    codes: dict[str, dict[str, float]]


class Profile(TypedDict):
    """A batch before it lands. Instants are ISO 8601; `history` holds at most ten loads, oldest first.

    `rows_good` counts the rows that are neither quarantined nor deleted; columns and references are counted over them.
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
