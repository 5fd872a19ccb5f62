"""Reads the thresholds of the warnings from thresholds.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

import yaml

THRESHOLDS = Path(__file__).parent / "thresholds.yml"


@cache
def _groups() -> dict[str, dict[str, dict[str, float | str]]]:
    return cast("dict[str, dict[str, dict[str, float | str]]]", yaml.safe_load(THRESHOLDS.read_text("utf-8")))


def threshold(group: str, name: str) -> float:
    """Return one threshold. Raises KeyError where the file has none of that name."""
    return float(_groups()[group][name]["value"])


def freshness_days(extract: str) -> float:
    """Return how many days the newest event of an extract may lie before its extraction."""
    group = _groups()["freshness"]
    return float(group.get(extract, group["default"])["value"])
