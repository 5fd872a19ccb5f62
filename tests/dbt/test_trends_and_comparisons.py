"""Charts and funnels, compared with the same sums in exact fractions, with loops in place of windows."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

FACTOR, LEFT_OUT = Fraction(266, 100), Fraction(3267, 1000)
MODELS = ("int_trend_points", "int_trend_limits", "performance_trends", "int_funnel_limits", "county_comparison")
HIGHER, LOWER, NEUTRAL = "compliance_priority_1", "median_hours_priority_1", "calls_received"
# County denominators: zero, one, some around 20, and a city's.
DENOMINATORS = (0, 1, 2, 7, 19, 20, 21, 60, 150, 400, 900, *range(25, 90, 5))

Series = list[tuple[str, int, int | None, bool]]


def wander(seed: int) -> Series:
    """Return months of a share of 60 that drift, jump, stay, are sometimes missing, and end in a running month."""
    dice = random.Random(seed)
    months, level = [], 30
    for number in range(dice.choice([9, 12, 13, 14, 40, 60])):
        step = dice.choice([dice.randint(-3, 3), dice.randint(-3, 3), 1, 0, dice.randint(-25, 25)])
        level = min(max(level + step, 0), 60)
        missing = dice.random() < 0.08
        month = f"{2024 + number // 12 if seed % 2 else 2010 + number // 12}-{number % 12 + 1:02}-01"
        months.append((month, level, None if missing else 60, True))
    months[-1] = (*months[-1][:3], False)
    return months


def average_range(values: list[Fraction]) -> Fraction | None:
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return None
    first = sum(ranges) / Fraction(len(ranges))
    kept = ranges if first == 0 else [each for each in ranges if each < LEFT_OUT * first]
    return sum(kept) / Fraction(len(kept))


def signals(values: list[Fraction]) -> tuple[list[tuple[str, int]], Fraction, Fraction | None]:
    """Return each point's signal with its direction, then the centre and the average moving range."""
    centre, average = sum(values) / Fraction(len(values)), average_range(values)
    if len(values) < 13 or not average:
        return [("common_cause", 0)] * len(values), centre, average
    reach = FACTOR * average
    side = [(value > centre) - (value < centre) for value in values]
    outside = [abs(value - centre) > reach for value in values]
    near = [reach * 2 / 3 < abs(value - centre) <= reach for value in values]
    found = []
    for at in range(len(values)):
        sevens = [range(start, start + 7) for start in range(max(0, at - 6), min(at, len(values) - 7) + 1)]
        threes = [range(start, start + 3) for start in range(max(0, at - 2), min(at, len(values) - 3) + 1)]
        runs = [
            way
            for each in sevens
            for way in (1, -1)
            if all(way * (values[month] - values[month - 1]) > 0 for month in each[1:])
        ]
        if outside[at]:
            found.append(("outside", side[at]))
        elif runs:
            found.append(("trend", runs[0]))
        elif near[at] and any(
            len({side[month] for month in each}) == 1 and sum(near[month] for month in each) >= 2 for each in threes
        ):
            found.append(("two_of_three", side[at]))
        elif side[at] and any({side[month] for month in each} == {side[at]} for each in sevens):
            found.append(("shift", side[at]))
        else:
            found.append(("common_cause", 0))
    return found, centre, average


def quantile_counts(denominator: int, share: Fraction, portions: list[Fraction]) -> list[int]:
    """Return, for each portion, the smallest count whose cumulative probability reaches it, in whole numbers alone."""
    part, rest = share.numerator, share.denominator - share.numerator
    wanted = [portion * share.denominator**denominator for portion in portions]
    term, reached, found = rest**denominator, 0, {}
    for reports in range(denominator + 1):
        reached += term
        found.update({at: reports for at, each in enumerate(wanted) if at not in found and reached >= each})
        # Each term is the one before times the ratio of their chances; the division leaves no remainder.
        term = term * (denominator - reports) * part // ((reports + 1) * rest)
    return [found[at] for at in range(len(portions))]


def percentile(values: list[float], portion: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * portion
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@pytest.fixture(scope="module")
def series() -> dict[tuple[str, str], Series]:
    """The series, by measure and district."""
    return {
        (measure, f"D{number}"): wander(number)
        for number in range(150)
        for measure in [(HIGHER, LOWER, NEUTRAL)[number % 3]]
    }


@pytest.fixture(scope="module")
def counties() -> dict[str, tuple[int, int]]:
    """The numerator and denominator of each county, which differ by more than chance."""
    dice = random.Random(7)
    return {
        f"C{number:02}": (sum(dice.random() < (0.15, 0.3, 0.5)[number % 3] for _ in range(denominator)), denominator)
        for number, denominator in enumerate(DENOMINATORS)
    }


@pytest.fixture(scope="module")
def charted(
    warehouse: Warehouse, series: dict[tuple[str, str], Series], counties: dict[str, tuple[int, int]]
) -> Warehouse:
    """The models of charts and funnels, built over measures that this test writes in place of counting them."""
    rows: list[tuple[Any, ...]] = [
        ("month", month, "district", district, measure, measure == HIGHER, complete, level, whole)
        for (measure, district), months in series.items()
        for month, level, whole, complete in months
    ]
    totals = [sum(each) for each in zip(*counties.values(), strict=True)]
    for place, (part, whole) in {**counties, "XX": totals}.items():
        kind = "state" if place == "XX" else "county"
        rows.append(("fiscal_year", "2025-07-01", kind, place, HIGHER, True, True, part, whole))
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
    with warehouse.connect(warehouse.build) as con:
        con.execute(
            "create temp table written (period_type varchar, period_start date, geography_type varchar,"
            " geography_id varchar, measure varchar, is_share boolean, is_complete boolean, numerator bigint,"
            " denominator bigint)"
        )
        con.executemany("insert into written values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        con.execute(
            "insert into intermediate.int_measures by name select *, period_start as period_end,"
            " 'label' as period_label, geography_id as geography_name, numerator / nullif(denominator, 0) as value,"
            " coalesce(denominator < 20, false) as has_small_denominator, true as is_mature from written"
        )
    warehouse.dbt("run", "--select", *MODELS)
    return warehouse


def test_charts_are_those_of_the_same_sums_done_apart(
    charted: Warehouse, series: dict[tuple[str, str], Series]
) -> None:
    rows = charted.rows(
        "select measure, geography_id, baseline_start, value, centre, average_moving_range, lower_limit, upper_limit,"
        " is_provisional, signal, reading, numerator, is_point from marts.performance_trends"
        " where geography_type = 'district' order by measure, geography_id, period_start"
    )
    assert len(rows) == sum(map(len, series.values()))
    baselines: dict[tuple[Any, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        if row[12]:
            baselines[row[:3]].append(row)
        else:
            assert row[9:11] == ("common_cause", "common_cause")
    seen: dict[str, int] = defaultdict(int)
    good = {HIGHER: 1, LOWER: -1, NEUTRAL: 0}
    for (measure, *_), points in baselines.items():
        expected, centre, average = signals([Fraction(point[11], 60) for point in points])
        for point, (signal, direction) in zip(points, expected, strict=True):
            assert point[4] == pytest.approx(float(centre), abs=1e-12)
            if average is None:
                assert point[5:8] == (None, None, None)
            else:
                limits = [float(each) for each in (average, centre - FACTOR * average, centre + FACTOR * average)]
                assert point[5:8] == pytest.approx(limits, abs=1e-12)
            assert point[8] == (len(points) < 13)
            assert point[9] == signal
            meaning = {1: "improvement", -1: "concern", 0: "neutral"}[good[measure] * direction]
            assert point[10] == ("common_cause" if signal == "common_cause" else meaning)
            seen[signal] += 1
    # A value that never occurred was not compared.
    assert min(seen[each] for each in ("outside", "trend", "two_of_three", "shift", "common_cause")) > 20


def test_series_start_anew_where_the_seed_says_that_policy_changed(charted: Warehouse) -> None:
    found = charted.rows(
        "select distinct cast(baseline_start as varchar), cast(restarted_on as varchar) from marts.performance_trends"
        " where cast(baseline_start as varchar) in ('2010-01-01', '2024-01-01', '2024-03-01', '2025-11-01') order by 1"
    )
    assert found == [
        ("2010-01-01", None),
        ("2024-01-01", "2021-09-15"),
        ("2024-03-01", "2024-02-02"),
        ("2025-11-01", "2025-11-01"),
    ]


def test_funnels_are_those_of_the_same_sums_done_apart(
    charted: Warehouse, counties: dict[str, tuple[int, int]]
) -> None:
    rows = charted.rows(
        "select county_fips, numerator, denominator, value, centre, z_score, overdispersion, lower_limit_95,"
        " upper_limit_95, lower_limit_998, upper_limit_998, outside from marts.county_comparison order by county_fips"
    )
    assert [row[0] for row in rows] == sorted(counties)
    parts, wholes = (sum(each) for each in zip(*counties.values(), strict=True))
    share = Fraction(parts, wholes)
    scores = [
        (part / whole - float(share)) / math.sqrt(float(share) * (1 - float(share)) / whole)
        for part, whole in counties.values()
        if whole
    ]
    low, high = percentile(scores, 0.1), percentile(scores, 0.9)
    overdispersion = fmean(min(max(score, low), high) ** 2 for score in scores)
    assert overdispersion > 1
    portions = [Fraction(25, 1000), Fraction(975, 1000), Fraction(1, 1000), Fraction(999, 1000)]
    seen = set()
    for row in rows:
        part, whole = counties[row[0]]
        assert row[1:3] == (part, whole)
        assert row[4] == pytest.approx(float(share), abs=1e-12)
        assert row[6] == pytest.approx(overdispersion, abs=1e-9)
        if whole == 0:
            assert (row[3], row[5], *row[7:]) == (None,) * 7
            continue
        exact = [each / whole for each in quantile_counts(whole, share, portions)]
        limits = [
            min(max(float(share) + (each - float(share)) * math.sqrt(overdispersion), 0.0), 1.0) for each in exact
        ]
        assert row[7:11] == pytest.approx(limits, abs=1e-9)
        lower, upper, outer_lower, outer_upper = limits
        value = part / whole
        placed = (
            "above_998" if value > outer_upper
            else "above_95" if value > upper
            else "below_998" if value < outer_lower
            else "below_95" if value < lower
            else "inside"
        )  # fmt: skip
        assert row[11] == placed
        seen.add(placed)
    assert len(seen) > 2


def test_limits_hold_for_as_many_reports_as_a_state_has(charted: Warehouse) -> None:
    """One county is as large as its state: its quantiles come from logarithms of factorials, over every outcome."""
    shares = {"half": (25_000, 50_000), "few": (3, 50_000), "nearly_all": (49_990, 50_000), "some": (137, 20_000)}
    with charted.connect(charted.build) as con:
        con.execute("delete from intermediate.int_measures where period_type = 'fiscal_year'")
        con.executemany(
            "insert into intermediate.int_measures by name select 'fiscal_year' as period_type,"
            " date '2025-07-01' as period_start, ?::varchar as geography_type, 'C00' as geography_id,"
            " ?::varchar as measure, true as is_share, ?::bigint as denominator, ?::double as value",
            [
                (kind, measure, whole, part / whole)
                for measure, (part, whole) in shares.items()
                for kind in ("state", "county")
            ],
        )
    charted.dbt("run", "--select", "int_funnel_limits")
    for measure, (part, whole) in shares.items():
        limits = charted.rows(
            "select lower_exact_998, lower_exact_95, upper_exact_95, upper_exact_998"
            f" from intermediate.int_funnel_limits where measure = '{measure}'"
        )
        assert [round(each * whole) for each in limits[0]] == quantiles_by_logarithms(whole, part / whole)


def quantiles_by_logarithms(denominator: int, share: float) -> list[int]:
    """Return the smallest counts whose cumulative probabilities reach 0.1, 2.5, 97.5 and 99.9 %."""
    logs = [
        math.lgamma(denominator + 1) - math.lgamma(reports + 1) - math.lgamma(denominator - reports + 1)
        + reports * math.log(share) + (denominator - reports) * math.log1p(-share)
        for reports in range(denominator + 1)
    ]  # fmt: skip
    likeliest = max(logs)
    weights = [math.exp(each - likeliest) for each in logs]
    total, reached = math.fsum(weights), 0.0
    wanted, found = [0.001, 0.025, 0.975, 0.999], []
    for reports, weight in enumerate(weights):
        reached += weight / total
        while wanted and reached >= wanted[0]:
            wanted.pop(0)
            found.append(reports)
    return found
