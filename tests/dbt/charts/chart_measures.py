"""Measures that the tests of charts and funnels write, in place of counting them: what is charted, and over what."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from published_vectors import MEASURES, read_funnels, read_vectors

if TYPE_CHECKING:
    import duckdb

HIGHER, LOWER, NEUTRAL = MEASURES["compliance"], MEASURES["hours"], MEASURES["calls"]
VECTORS, FUNNELS = read_vectors(), read_funnels()
# County denominators: zero, one, some around 20, and a city's.
DENOMINATORS = (0, 1, 2, 7, 19, 20, 21, 60, 150, 400, 900, *range(25, 90, 5))
# A state's counties, drawn many times: they differ by chance alone, or really by this much (a standard deviation) too.
SIZES, DRAWS, SHARE, REAL = [round(20 * 1.06**number) for number in range(77)], 120, 0.4, 0.06
DIFFERING, PUBLISHED, CHANCE, REALLY = 2026, 2001, 1500, 1200

Series = list[tuple[str, int, int | None, bool]]
Funnel = list[tuple[int, int]]
Row = dict[str, object]


def wander(seed: int) -> Series:
    """Return months of a share of 60 that drift, jump, stay, are sometimes missing, and end in a running month."""
    dice = random.Random(seed)
    months, level = [], 30
    for number in range(dice.choice([9, 12, 13, 14, 40, 60])):
        step = dice.choice([dice.randint(-3, 3), dice.randint(-3, 3), 1, 0, dice.randint(-25, 25)])
        level = min(max(level + step, 0), 60)
        missing = dice.random() < 0.08
        months.append((_month(number, 2024 if seed % 2 else 2010), level, None if missing else 60, True))
    months[-1] = (*months[-1][:3], False)
    return months


def all_series() -> dict[tuple[str, str], Series]:
    """Return the wandering series, by measure and district."""
    return {
        (measure, f"D{number}"): wander(number)
        for number in range(150)
        for measure in [(HIGHER, LOWER, NEUTRAL)[number % 3]]
    }


def all_funnels() -> dict[int, Funnel]:
    """Return funnels by their year, each county a numerator and a denominator.

    One is of DIFFERING counties, the published ones begin at PUBLISHED, those of chance alone at CHANCE, and those of
    counties that really differ at REALLY.
    """
    dice = random.Random(7)
    differing = [
        (sum(dice.random() < (0.15, 0.3, 0.5)[number % 3] for _ in range(whole)), whole)
        for number, whole in enumerate(DENOMINATORS)
    ]
    numbers = np.random.default_rng(5)
    shares = numbers.normal(SHARE, REAL, size=(DRAWS, len(SIZES)))
    drawn = {CHANCE: numbers.binomial(SIZES, SHARE, size=shares.shape), REALLY: numbers.binomial(SIZES, shares)}
    return {
        DIFFERING: differing,
        **{
            PUBLISHED + number: list(zip(parts, wholes, strict=True))
            for number, (_, parts, wholes, _) in enumerate(FUNNELS)
        },
        **{
            first + number: list(zip(parts.tolist(), SIZES, strict=True))
            for first, years in drawn.items()
            for number, parts in enumerate(years)
        },
    }


def write(connection: duckdb.DuckDBPyConnection) -> None:
    """Write all of them as rows of int_measures, complete but for the running months, and mature."""
    written = pa.Table.from_pylist(list(_rows()))
    connection.register("written", written)
    connection.execute(
        "insert into intermediate.int_measures by name select * replace (period_start::date as period_start),"
        " period_start::date as period_end, 'label' as period_label, geography_id as geography_name,"
        " coalesce(denominator < 20, false) as has_small_denominator, true as is_mature, is_complete as is_covered"
        " from written"
    )
    connection.unregister("written")


def _rows() -> Iterator[Row]:
    for (measure, district), months in all_series().items():
        for day, level, whole, complete in months:
            yield _row("month", day, "district", district, measure, level, whole, is_complete=complete)
    for vector in VECTORS:
        for number, value in enumerate(vector.values):
            row = _row("month", _month(number), "district", vector.name, MEASURES[vector.kind], None, None)
            yield {**row, "value": None if value is None else float(value)}
    for year, funnel in all_funnels().items():
        parts, wholes = zip(*funnel, strict=True)
        yield _row("fiscal_year", f"{year}-07-01", "state", "XX", HIGHER, sum(parts), sum(wholes))
        for number, (part, whole) in enumerate(funnel):
            yield _row("fiscal_year", f"{year}-07-01", "county", f"C{number:02}", HIGHER, part, whole)


def _row(
    period_type: str,
    day: str,
    geography_type: str,
    place: str,
    measure: str,
    part: int | None,
    whole: int | None,
    *,
    is_complete: bool = True,
) -> Row:
    return {
        "period_type": period_type, "period_start": day, "geography_type": geography_type, "geography_id": place,
        "measure": measure, "is_share": measure == HIGHER, "is_complete": is_complete, "numerator": part,
        "denominator": whole, "value": part / whole if part is not None and whole else None,
    }  # fmt: skip


def _month(number: int, year: int = 2010) -> str:
    return f"{year + number // 12}-{number % 12 + 1:02}-01"
