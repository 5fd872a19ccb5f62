"""dbt's manifest of this project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def manifest(read_by_dbt: Path) -> dict[str, Any]:
    """What dbt knows of every model, seed, test and column."""
    found: dict[str, Any] = json.loads((read_by_dbt / "manifest.json").read_text(encoding="utf-8"))
    return found
