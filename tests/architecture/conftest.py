"""dbt's manifest of this project, parsed once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What dbt knows of every model, seed, test and column; no database is opened."""
    folder = tmp_path_factory.mktemp("dbt")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBT_", "HOTLINE_"))}
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from dbt.cli.main import cli; cli()", "--no-use-colors", "parse",
         "--project-dir", str(ROOT), "--profiles-dir", str(ROOT)],
        env={
            **kept,
            "HOTLINE_BUILD_PATH": str(folder / "warehouse.duckdb"),
            "HOTLINE_LANDING_PATH": str(folder / "landing.duckdb"),
            "DBT_TARGET_PATH": str(folder),
            "DBT_LOG_PATH": str(folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        },
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found
