"""Reads the constants that the synthetic extracts are drawn from: `calibration.yml` in, a `Calibration` out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

FILE = Path(__file__).with_name("calibration.yml")


class Calibration:
    """Named constants. Each method raises KeyError for a name that is not in the file."""

    def __init__(self, path: Path = FILE) -> None:
        raw: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self._values = {name: entry["value"] for name, entry in raw.items()}
        self.sources = {name: str(entry["source"]) for name, entry in raw.items()}

    def number(self, name: str, part: str | None = None) -> float:
        """Return one number, or one number of a named group."""
        value = self._values[name] if part is None else self._values[name][part]
        return float(value)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a list of numbers."""
        return np.asarray(self._values[name], dtype=np.float64)

    def shares(self, name: str) -> dict[str, float]:
        """Return weights by code, scaled to a sum of one."""
        weights = {str(code): float(weight) for code, weight in self._values[name].items()}
        total = sum(weights.values())
        return {code: weight / total for code, weight in weights.items()}

    def day(self, name: str, part: str | None = None) -> date:
        """Return a date. Raises TypeError if the constant is not one."""
        value = self._values[name] if part is None else self._values[name][part]
        if not isinstance(value, date):
            raise TypeError(f"{name} in {FILE.name} is no date.")
        return value

    def group(self, name: str) -> Any:
        """Return a constant as it stands in the file."""
        return self._values[name]

    def broken(self, rule: str) -> float:
        """Return how often practice departs from a policy rule, as a share of the reports in scope."""
        return self.number("exceptions", rule)
