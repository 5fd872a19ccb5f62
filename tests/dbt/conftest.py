"""A small warehouse for tests of the models: rows written straight into a landing file, and dbt run over them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from hotline.building.dbt_run import dbt_command
from ingest.contract import load_contracts
from ingest.storing.landing import create_schema

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds" / "policy" / "oklahoma"


@dataclass
class Warehouse:
    """One landing file and one build file in a folder of their own."""

    folder: Path
    loads: int = 0
    contracts: dict[str, Any] = field(default_factory=lambda: load_contracts(SEEDS))

    @property
    def landing(self) -> Path:
        return self.folder / "landing.duckdb"

    @property
    def target(self) -> Path:
        """The folder that dbt writes into, as in a home."""
        return self.folder / "dbt" / "target"

    @property
    def build(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def connect(self, path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(str(path), read_only=read_only)
        con.execute("set TimeZone = 'UTC'")
        return con

    def create(self) -> None:
        with self.connect(self.landing) as con:
            create_schema(con, self.contracts)

    def land(self, extract: str, extracted_at: str, rows: list[dict[str, Any]], *, seen: bool = False) -> None:
        """Store versions as ingest does: `updated_at` orders them, then `extracted_at`, then `content` (a number).

        With `seen` the version is one that is stored already and was delivered again.
        """
        self.loads += 1
        load = f"L{self.loads:05}"
        key = self.contracts[extract].key
        with self.connect(self.landing) as con:
            con.execute(
                "insert into ledger.loads (load_id, extract, status, extracted_at) values (?, ?, 'landed', ?)",
                [load, extract, extracted_at],
            )
            for column in sorted({name for row in rows for name in row} - {"content"}):
                con.execute(
                    "insert into ledger.delivered_columns values (?, ?, ?, ?)",
                    [load, extract, column, extracted_at],
                )
            for number, row in enumerate(rows):
                content = row.get("content", 1000 * self.loads + number)
                values = {
                    **({key: row[key]} if seen else {name: row[name] for name in row if name != "content"}),
                    "_load_id": load,
                    "_extracted_at": extracted_at,
                    "_order_updated_at": row.get("updated_at", "-infinity"),
                    "_order_extracted_at": extracted_at,
                    "_content_hash": content,
                }
                table = f"raw.{extract}{'_seen' if seen else ''}"
                con.execute(
                    f"insert into {table} ({', '.join(values)}) values ({', '.join('?' * len(values))})",
                    list(values.values()),
                )

    def start_build(self, as_of: str | None, as_of_on: str | None, read_until: str | None = None) -> None:
        """Begin a new build file, with the moment that the build speaks of."""
        self.build.unlink(missing_ok=True)
        with self.connect(self.build) as con:
            con.execute("create schema control")
            con.execute(
                "create table control.build (build_id varchar, as_of timestamptz, as_of_on date,"
                " read_until timestamptz, jurisdiction varchar, time_zone varchar, code_version varchar)"
            )
            con.execute(
                "insert into control.build values ('B', ?, ?, ?, 'oklahoma', 'America/Chicago', 'test')",
                [as_of, as_of_on, read_until],
            )

    def dbt(self, *arguments: str) -> list[str]:
        """Run dbt; returns the names of the nodes that ran.

        Raises AssertionError with dbt's output if dbt failed before it ran a node, or if a node failed.
        """
        results = self.target / "run_results.json"
        results.unlink(missing_ok=True)
        done = subprocess.run(
            dbt_command(*arguments),
            env={
                **os.environ,
                "HOTLINE_BUILD_PATH": str(self.build),
                "HOTLINE_LANDING_PATH": str(self.landing),
                "HOTLINE_JURISDICTION": "oklahoma",
                "HOTLINE_TEMP": str(self.folder / "temp"),
                "DBT_TARGET_PATH": str(self.target),
                "DBT_LOG_PATH": str(self.folder / "logs"),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert results.exists(), done.stdout + done.stderr
        nodes = json.loads(results.read_text(encoding="utf-8"))["results"]
        failed = {node["unique_id"]: node["message"] for node in nodes if node["status"] not in ("success", "pass")}
        # As one text, because pytest shows only the first four entries of a dictionary.
        assert not failed, "\n".join(f"{name}: {message}" for name, message in failed.items())
        return [node["unique_id"] for node in nodes]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query of the build file."""
        with self.connect(self.build, read_only=True) as con:
            return con.execute(query).fetchall()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Warehouse:
    """A warehouse with an empty landing file; each module that asks for it lands its own rows."""
    made = Warehouse(tmp_path_factory.mktemp("warehouse"))
    made.create()
    already_read(made.folder)
    return made


@pytest.fixture(scope="module")
def another_warehouse(tmp_path_factory: pytest.TempPathFactory, already_read: Callable[[Path], None]) -> Warehouse:
    """A second warehouse, for a module that compares two."""
    made = Warehouse(tmp_path_factory.mktemp("another_warehouse"))
    made.create()
    already_read(made.folder)
    return made
