"""Opens one audience's published file read-only, and opens the newer file after a publication was swapped in.

`published/<audience>.duckdb` is a symlink. A reader resolves it and opens the real path: DuckDB would otherwise keep
serving the old data under the old name. A file that a reader holds open stays readable after it was pruned. A
file is compared with the hash under which it was published, before it is opened and whenever it has changed since.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pyarrow as pa

from serving.genuine import FileState, require_genuine
from serving.publication_files import audience_folder_of, publication_of

# No query of a page needs more, because the figures are small.
READER_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "python_enable_replacements": False,
}
# The audience of the oversight office, which reads single reports of its caseload alone.
OVERSIGHT = "oca"
# The current file, and the previous one for a page that is still being drawn from it.
KEPT_OPEN = 2

_lock = threading.Lock()
_open: dict[Path, tuple[FileState, Published]] = {}


@dataclass(frozen=True)
class Published:
    """One published file: its audience, its publication, and a connection to it."""

    audience: str
    publication_id: str
    path: Path
    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    jurisdiction_id: str
    jurisdiction_name: str
    time_zone: str
    as_of: datetime | None
    as_of_on: date | None

    def query(self, sql: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Return rows as a frame. A missing count is <NA>, never 0. Each call uses its own cursor."""
        cursor = self.connection.cursor()
        try:
            table = cursor.execute(sql, dict(parameters or {})).to_arrow_table()
        finally:
            cursor.close()
        kinds = {
            pa.null(): pd.Int64Dtype(),
            pa.int64(): pd.Int64Dtype(),
            pa.int32(): pd.Int64Dtype(),
            pa.float64(): pd.Float64Dtype(),
            pa.bool_(): pd.BooleanDtype(),
        }
        frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, date_as_object=True)
        return frame

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return a few rows as plain values by column, with instants in the jurisdiction's zone."""
        cursor = self.connection.cursor()
        try:
            found = cursor.execute(sql, dict(parameters or {}))
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        finally:
            cursor.close()

    def has(self, schema: str, table: str) -> bool:
        """Whether this audience's file holds the table."""
        return (schema, table) in self._columns

    def covered(self, table: str) -> str:
        """The column of a mart by which a period is complete and reached by the deliveries.

        A file of an earlier version does not say which periods the deliveries reach.
        """
        return "is_covered" if "is_covered" in self.columns("marts", table) else "is_complete"

    def columns(self, schema: str, table: str) -> list[str]:
        """Return the table's columns in their order, or none where the file does not hold the table."""
        return list(self._columns.get((schema, table), ()))

    @cached_property
    def _columns(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The columns of every table. The file never changes, so they are read once."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.rows(
            "select table_schema, table_name, column_name from information_schema.columns order by ordinal_position"
        ):
            found.setdefault((row["table_schema"], row["table_name"]), []).append(row["column_name"])
        return found


def open_audience(home: Path, audience: str) -> Published | None:
    """Return the audience's current publication, as `open_published` does."""
    return open_published(home / "published" / f"{audience}.duckdb", audience)


def open_published(link: Path, audience: str) -> Published | None:
    """Return the publication that a symlink names, or None where nothing is published for the audience there.

    Raises NotAsPublished if the file is not the one that was published, and OSError or duckdb.Error only if there is a
    file that can't be read.
    """
    for attempt in range(3):
        if not link.exists():
            return None
        path = link.resolve()
        try:
            return _opened(path, audience)
        except (duckdb.IOException, FileNotFoundError):
            # Between the two lines above the link moved, and the file that it had named was pruned.
            if attempt == 2 or link.resolve() == path:
                raise
    return None


def _opened(path: Path, audience: str) -> Published:
    state = require_genuine(path)
    with _lock:
        known, found = _open.get(path, (None, None))
        if found is None or known != state:
            # DuckDB gives the file that it still has open, whatever now lies under the name.
            if found is not None:
                _open.pop(path)
                found.connection.close()
            found = _connect(path, audience)
            folder = audience_folder_of(path)
            same_link = [p for p in _open if audience_folder_of(p) == folder]
            for old in same_link[: len(same_link) - KEPT_OPEN + 1]:
                _open.pop(old)
            _open[path] = state, found
        return found


def _connect(path: Path, audience: str) -> Published:
    connection = duckdb.connect(str(path), read_only=True, config=READER_CONFIG)
    try:
        row = _first_row(
            connection,
            "select jurisdiction_id, jurisdiction_name, time_zone, as_of, as_of_on from reference.jurisdiction",
        )
        if row["as_of"] is not None:
            row["as_of"] = row["as_of"].astimezone(ZoneInfo(row["time_zone"]))
        # Every cursor gives instants in the jurisdiction's zone. After this, nobody can change a setting.
        connection.execute("set global TimeZone = ?", [row["time_zone"]])
        connection.execute("set lock_configuration = true")
    except BaseException:
        connection.close()
        raise
    return Published(audience=audience, publication_id=publication_of(path), path=path, connection=connection, **row)


def _first_row(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    cursor = connection.cursor()
    try:  # a cursor that stays open after an error keeps the file open too, and the next attempt waits for it
        names: Sequence[str] = [column[0] for column in cursor.execute(sql).description or []]
        row = cursor.fetchone()
    finally:
        cursor.close()
    if row is None:
        raise duckdb.IOException("the published file names no jurisdiction; run `hotline build` and publish again")
    return dict(zip(names, row, strict=True))
