"""Reads a jurisdiction from its seeds: zone, fiscal year, counties, neighbours and code lists.

In: the folder of seeds. Out: a `World`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.contract import Contract, load_contracts

WEIGHTS = Path(__file__).with_name("county_weights.csv")


@dataclass(frozen=True)
class World:
    """A jurisdiction. Counties are indexes into `counties`; `near` is true for two that are the same or contiguous."""

    zone: str
    fiscal_month: int
    counties: tuple[str, ...]
    weights: NDArray[np.float64]
    near: NDArray[np.bool_]
    neighbours: NDArray[np.int64]
    neighbour_count: NDArray[np.int64]
    contracts: dict[str, Contract]
    reporter_classes: dict[str, str]

    def codes(self, extract: str, column: str) -> tuple[str, ...]:
        """Return the codes of a column in the order of its list."""
        return self.contracts[extract].by_name[column].codes or ()

    def code(self, extract: str, column: str, name: str) -> int:
        """Return the index of a code. Raises ValueError, which names the code, if the jurisdiction lacks it."""
        codes = self.codes(extract, column)
        if name not in codes:
            raise ValueError(f"The synthetic extracts need the code {name} of {extract}.{column}; add it to the seed.")
        return codes.index(name)

    def chances(self, extract: str, column: str, shares: dict[str, float]) -> NDArray[np.float64]:
        """Return cumulative chances over a column's codes; a code without a share is never drawn."""
        weights = np.array([shares.get(code, 0.0) for code in self.codes(extract, column)])
        return np.cumsum(weights / weights.sum())


def load_world(seeds: Path) -> World:
    """Read a jurisdiction's folder of seeds. A county without a stated weight gets the median of the other weights."""
    place = _rows(seeds / "jurisdiction.csv")[0]
    counties = tuple(row["county_fips"] for row in _rows(seeds / "counties.csv") if row["county_fips"].strip("0"))
    stated = {row["county_fips"]: float(row["weight"]) for row in _rows(WEIGHTS)}
    known = [stated[county] for county in counties if county in stated]
    middle = float(np.median(known)) if known else 1.0
    weights = np.array([stated.get(county, middle) for county in counties])
    position = {county: index for index, county in enumerate(counties)}
    near = np.eye(len(counties), dtype=bool)
    for row in _rows(seeds / "county_adjacency.csv"):
        a, b = position.get(row["county_fips"]), position.get(row["adjacent_county_fips"])
        if a is not None and b is not None:
            near[a, b] = near[b, a] = True
    lists = [np.flatnonzero(near[k] & (np.arange(len(counties)) != k)) for k in range(len(counties))]
    most = max(1, *(len(each) for each in lists))
    neighbours = np.array([np.resize(each if len(each) else [k], most) for k, each in enumerate(lists)])
    return World(
        zone=place["time_zone"],
        fiscal_month=int(place["fiscal_year_first_month"]),
        counties=counties,
        weights=weights / weights.sum(),
        near=near,
        neighbours=neighbours,
        neighbour_count=np.array([max(1, len(each)) for each in lists]),
        contracts=load_contracts(seeds),
        reporter_classes={row["code"]: row["reporter_class"] for row in _rows(seeds / "reporter_types.csv")},
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
