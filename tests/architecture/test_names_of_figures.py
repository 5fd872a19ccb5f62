"""Figures are called on every page what `reference.metrics` calls them: no page repeats a label."""

from __future__ import annotations

import ast
import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for room in ("dashboards", "serving") for path in (ROOT / room).rglob("*.py"))

with (ROOT / "seeds" / "product" / "metrics.csv").open(encoding="utf-8", newline="") as handle:
    LABELS = {row["label"] for row in csv.DictReader(handle)}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_label_of_a_metric_stands_in_a_page(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # A text with values in it is a constant for each piece between them.
    texts = [each for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    assert [(each.lineno, each.value) for each in texts if each.value.strip(" .,:;") in LABELS] == []
