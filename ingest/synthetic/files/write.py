"""Writes the delivered files, chunk by chunk, and their manifest.

In: text columns. Out: comma-separated files (plain, gzip or zstd), Parquet files and workbooks.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from abc import ABC, abstractmethod
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.contract import Contract
from ingest.synthetic.files.text import Manner
from ingest.synthetic.files.workbook import write_workbook

BOM = b"\xef\xbb\xbf"


class File(ABC):
    """One delivered file. `append` takes text columns in the file's order; `close` finishes it."""

    manner = Manner()

    def __init__(self, path: Path, contract: Contract, quirk: str | None = None) -> None:
        self.path, self.contract, self.quirk = path, contract, quirk
        self.rows = 0
        self._empty = True

    def append(self, texts: dict[str, pa.Array]) -> None:
        """Add a chunk's rows. The first call writes the header, even if there are no rows."""
        size = len(next(iter(texts.values())))
        if size or self._empty:
            self._write(texts)
        self.rows += size
        self._empty = False

    @abstractmethod
    def _write(self, texts: dict[str, pa.Array]) -> None:
        """Write rows; there may be none."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""


class Delimited(File):
    """A comma-separated file in UTF-8. A quirk may be `bom`, `crlf` or `cp1252` (Windows-1252 instead)."""

    def __init__(self, path: Path, contract: Contract, quirk: str | None = None) -> None:
        super().__init__(path, contract, quirk)
        self._raw: IO[bytes] = path.open("wb")
        self._out: Any = self._raw
        if path.suffix == ".gz":
            self._out = gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=self._raw, mtime=0)
        elif path.suffix == ".zst":
            self._out = pa.CompressedOutputStream(pa.PythonFile(self._raw, mode="w"), "zstd")
        self._started = False

    def _write(self, texts: dict[str, pa.Array]) -> None:
        end = "\r\n" if self.quirk == "crlf" else "\n"
        if not self._started:
            self._started = True
            self._bytes(((BOM.decode() if self.quirk == "bom" else "") + ",".join(texts) + end).encode())
        columns = list(texts.values())
        last = pc.binary_join_element_wise(columns[-1], end, "", null_handling="replace", null_replacement="")
        lines = pc.binary_join_element_wise(*columns[:-1], last, ",", null_handling="replace", null_replacement="")
        body = lines.buffers()[2]
        if body is not None and len(lines):
            self._bytes(body)

    def _bytes(self, data: Any) -> None:
        if self.quirk == "cp1252":
            data = bytes(data).decode().encode("cp1252")
        self._out.write(data)

    def close(self) -> None:
        if self._out is not self._raw:
            self._out.close()
        self._raw.close()


class Columnar(File):
    """A Parquet file with types. Timestamps are wall-clock times, but `updated_at` holds instants in UTC."""

    manner = Manner(odd=False, quote=False, offsets=False, zulu=("updated_at",))

    def __init__(self, path: Path, contract: Contract, quirk: str | None = None) -> None:
        super().__init__(path, contract, quirk)
        self._out: pq.ParquetWriter | None = None

    def _write(self, texts: dict[str, pa.Array]) -> None:
        table = pa.table({name: self._typed(name, column) for name, column in texts.items()})
        if self._out is None:
            self._out = pq.ParquetWriter(self.path, table.schema, compression="zstd")
        self._out.write_table(table)

    def _typed(self, name: str, column: pa.Array) -> pa.Array:
        field = self.contract.by_name[name]
        if field.type == "datetime":
            instants = name in self.manner.zulu
            return column.cast(pa.timestamp("us", tz="UTC") if instants else pa.timestamp("us"))
        if field.type == "date":
            return column.cast(pa.date32())
        if field.type == "boolean":
            return pc.equal(column, "Y")
        return column.cast(pa.int64()) if field.type == "integer" else column

    def close(self) -> None:
        if self._out is not None:
            self._out.close()


class Workbook(File):
    """A workbook of one sheet. Its rows stay in memory until it is closed, so it is for small extracts."""

    manner = Manner(odd=False, quote=False)

    def __init__(self, path: Path, contract: Contract, quirk: str | None = None) -> None:
        super().__init__(path, contract, quirk)
        self._columns: list[str] = []
        self._body: list[tuple[str | None, ...]] = []

    def _write(self, texts: dict[str, pa.Array]) -> None:
        self._columns = list(texts)
        self._body += zip(*(column.to_pylist() for column in texts.values()), strict=True)

    def close(self) -> None:
        kinds = [_cell_kind(self.contract, name) for name in self._columns]
        write_workbook(self.path, self._columns, kinds, self._body)


def _cell_kind(contract: Contract, name: str) -> str:
    if name == contract.key or name.endswith("_id"):
        return "number"
    kind = contract.by_name[name].type
    return kind if kind in ("datetime", "date") else "number" if kind == "integer" else "text"


def open_file(path: Path, contract: Contract, quirk: str | None = None) -> File:
    """Return the writer for a path's ending."""
    if path.suffix == ".parquet":
        return Columnar(path, contract, quirk)
    if path.suffix == ".xlsx":
        return Workbook(path, contract, quirk)
    return Delimited(path, contract, quirk)


def write_manifest(folder: Path, files: list[tuple[Path, int, datetime, str]]) -> Path:
    """Write `manifest.json` for files, each (path, rows, extracted_at, kind), and return its path."""
    entries = {}
    for path, rows, extracted_at, kind in files:
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        entries[path.name] = {
            "rows": rows, "sha256": digest, "extracted_at": extracted_at.isoformat(), "kind": kind,
        }  # fmt: skip
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({"files": entries}, indent=2) + "\n", encoding="utf-8")
    return manifest
