"""The constants that the synthetic extracts are drawn from, read from `calibration.yml`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

FILE = Path(__file__).with_name("calibration.yml")


class Calibration:
    """Named constants; asking for one that is not in the file is a KeyError."""

    def __init__(self, path: Path = FILE) -> None:
        raw: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self._values = {name: entry["value"] for name, entry in raw.items()}
        self.sources = {name: str(entry["source"]) for name, entry in raw.items()}

    def number(self, name: str, part: str | None = None) -> float:
        """One number, or one number of a named group."""
        value = self._values[name] if part is None else self._values[name][part]
        return float(value)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A list of numbers."""
        return np.asarray(self._values[name], dtype=np.float64)

    def shares(self, name: str) -> dict[str, float]:
        """Weights by code, scaled to a sum of one."""
        weights = {str(code): float(weight) for code, weight in self._values[name].items()}
        total = sum(weights.values())
        return {code: weight / total for code, weight in weights.items()}

    def day(self, name: str, part: str | None = None) -> date:
        """A date."""
        value = self._values[name] if part is None else self._values[name][part]
        if not isinstance(value, date):
            raise TypeError(f"{name} in {FILE.name} is no date.")
        return value

    def group(self, name: str) -> Any:
        """A constant as it stands in the file."""
        return self._values[name]

    def broken(self, rule: str) -> float:
        """How often practice departs from a policy rule, as a share of the reports in scope."""
        return self.number("exceptions", rule)
