"""Charts and funnels, held to the same sums in exact fractions, to published series and rules, and to chance."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pytest
from chart_measures import (
    CHANCE,
    DIFFERING,
    DRAWS,
    FUNNELS,
    HIGHER,
    LOWER,
    NEUTRAL,
    PUBLISHED,
    REALLY,
    SIZES,
    VECTORS,
    all_funnels,
    all_series,
    write,
)  # fmt: skip
from chart_reference import (
    FACTOR,
    PORTIONS,
    average_range,
    by_chance,
    dispersion,
    quantile_counts,
    quantiles_by_logarithms,
    signals,
)  # fmt: skip
from published_vectors import MEASURES, PAIRED, SAME, Vector, read_rules

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

ROOT = Path(__file__).parents[3]
ADR = ROOT / "docs" / "adr" / "0023-charts-as-their-sources-have-them.md"
MODELS = ("int_trend_points", "int_trend_limits", "performance_trends", "int_funnel_limits", "county_comparison")
GOOD = {HIGHER: 1, LOWER: -1}
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def charted(warehouse: Warehouse) -> Warehouse:
    """The models of charts and funnels, built once over the measures of this test."""
    warehouse.start_build(None, None)
    warehouse.dbt("build", "--empty", "--resource-type", "seed", "--resource-type", "model")
    with warehouse.connect(warehouse.build) as con:
        write(con)
    warehouse.dbt("run", "--select", *MODELS)
    return warehouse


@pytest.fixture(scope="module")
def charts(charted: Warehouse) -> dict[tuple[str, str], Rows]:
    """The rows of every chart, by measure and district."""
    found: dict[tuple[str, str], Rows] = defaultdict(list)
    for row in charted.rows(
        "select measure, geography_id, baseline_start, value, centre, average_moving_range, lower_limit, upper_limit,"
        " is_provisional, signal, reading, numerator, is_point from marts.performance_trends"
        " where geography_type = 'district' order by measure, geography_id, period_start"
    ):
        found[row[:2]].append(row)
    return found


def compiled(charted: Warehouse, model: str) -> str:
    """The SQL of a model, to run again over other rows without dbt."""
    [path] = (charted.target / "compiled").rglob(f"{model}.sql")
    return path.read_text(encoding="utf-8")


def reading(measure: str, signal: str, direction: int) -> str:
    if signal in ("common_cause", "not_judged"):
        return signal
    return {1: "improvement", -1: "concern", 0: "neutral"}[GOOD.get(measure, 0) * direction]


def test_charts_are_those_of_the_same_sums_done_apart(charts: dict[tuple[str, str], Rows]) -> None:
    series = all_series()
    seen: dict[str, int] = defaultdict(int)
    for (measure, district), months in series.items():
        rows = charts[measure, district]
        assert len(rows) == len(months)
        baselines: dict[Any, Rows] = defaultdict(list)
        for row in rows:
            if row[12]:
                baselines[row[2]].append(row)
            else:
                assert row[9:11] == ("not_judged", "not_judged")
        for points in baselines.values():
            values = [Fraction(point[11], 60) for point in points]
            centre, average = sum(values) / Fraction(len(values)), average_range(values)
            for point, (signal, direction) in zip(points, signals(values), strict=True):
                assert point[4] == pytest.approx(float(centre), abs=1e-12)
                if average is None:
                    assert point[5:8] == (None, None, None)
                else:
                    limits = [float(each) for each in (average, centre - FACTOR * average, centre + FACTOR * average)]
                    assert point[5:8] == pytest.approx(limits, abs=1e-12)
                assert point[8] == (len(points) < 13)
                assert point[9:11] == (signal, reading(measure, signal, direction))
                seen[signal] += 1
    # A signal that never occurred was not compared.
    assert min(seen[each] for each in ("outside", "trend", "two_of_three", "shift", "common_cause", "not_judged")) > 20


def test_series_start_anew_only_where_the_seed_says_so(charted: Warehouse) -> None:
    found = charted.rows(
        "select distinct cast(baseline_start as varchar), cast(restarted_on as varchar), measure"
        " from marts.performance_trends where period_start >= date '2024-01-01' order by all"
    )
    assert found == [("2024-01-01", None, measure) for measure in sorted((HIGHER, LOWER, NEUTRAL))]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda each: each.name)
def test_a_published_series_has_its_signals(charts: dict[tuple[str, str], Rows], vector: Vector) -> None:
    rows = [row for row in charts[MEASURES[vector.kind], vector.name] if row[12]]
    expected = signals(vector.points)
    assert [row[9:11] for row in rows] == [
        (signal, reading(rows[0][0], signal, direction)) for signal, direction in expected
    ]
    ours = {"centre": rows[0][4], "lower": rows[0][6], "upper": rows[0][7]}
    for limits, tolerance in vector.limits():
        assert {name: ours[name] for name in limits} == pytest.approx(limits, abs=tolerance)
    if vector.peer is None:
        return
    assert ours["centre"] == pytest.approx(vector.peer["mean"], rel=1e-9)
    result = vector.result([row[9] for row in rows])
    if result in (SAME, PAIRED):
        assert [ours["lower"], ours["upper"]] == pytest.approx([vector.peer["lpl"], vector.peer["upl"]], rel=1e-9)
        both = zip([row[9:11] for row in rows], vector.peer_signals(), vector.peer_readings(), strict=True)
        differing = {signal for (signal, read), *peer in both if [signal, read] != peer}
        assert differing == (set() if result == SAME else {"two_of_three"})


def test_every_rule_marks_the_points_that_its_peers_mark(charted: Warehouse) -> None:
    rules = read_rules()
    with charted.connect(charted.build) as con:
        con.execute(f"attach '{charted.landing}' as landing (read_only)")
        con.execute("begin")
        con.execute("delete from intermediate.int_trend_points")
        con.execute("delete from intermediate.int_trend_limits")
        keys = (
            f"'district' as geography_type, $1::varchar as geography_id, '{HIGHER}' as measure,"
            " date '2024-01-01' as baseline_start"
        )
        for rule in rules:
            con.execute(
                f"insert into intermediate.int_trend_limits by name select {keys}, 13 as baseline_points,"
                " 1 as average_moving_range, $2::double as centre, $2 - $3::double as lower_limit,"
                " $2 + $3 as upper_limit",
                [str(rule.number), rule.centre, rule.reach],
            )
            for number, value in enumerate(rule.values):
                con.execute(
                    f"insert into intermediate.int_trend_points by name select {keys}, true as is_point,"
                    " date '2024-01-01' + $2::integer as period_start, $3::double as value",
                    [str(rule.number), number, value],
                )
        marked = defaultdict(list)
        for number, signal in con.execute(
            f"select geography_id, signal from ({compiled(charted, 'performance_trends')})"
            " order by geography_id, period_start"
        ).fetchall():
            marked[int(number)].append(signal)
        con.execute("rollback")
    for rule in rules:
        assert [signal == rule.signal for signal in marked[rule.number]] == list(rule.expected), rule


def test_the_decision_lists_every_vector_with_its_result(charts: dict[tuple[str, str], Rows]) -> None:
    listed = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", ADR.read_text(encoding="utf-8"), re.MULTILINE))
    results: dict[str, list[str]] = defaultdict(list)
    for vector in VECTORS:
        signals_of_points = [row[9] for row in charts[MEASURES[vector.kind], vector.name] if row[12]]
        results[vector.result(signals_of_points)].append(vector.name)
    for result, names in results.items():
        assert listed[result].split(", ") == names, f"{result}: {', '.join(names)}"


@pytest.fixture(scope="module")
def funnels(charted: Warehouse) -> dict[int, Rows]:
    """The rows of every funnel with a case, by the year in which it begins."""
    found: dict[int, Rows] = defaultdict(list)
    for row in charted.rows(
        "select year(period_start), county_fips, numerator, denominator, value, centre, z_score, overdispersion,"
        " variance_between_counties, lower_limit_95, upper_limit_95, lower_limit_998, upper_limit_998, outside"
        " from marts.county_comparison order by 1, 2"
    ):
        found[row[0]].append(row)
    return found


@pytest.mark.parametrize("year", [DIFFERING, *range(PUBLISHED, PUBLISHED + len(FUNNELS)), CHANCE])
def test_funnels_are_those_of_the_same_sums_done_apart(funnels: dict[int, Rows], year: int) -> None:
    counties, rows = all_funnels()[year], funnels[year]
    assert [row[2:4] for row in rows] == counties
    parts, wholes = map(sum, zip(*counties, strict=True))
    share = Fraction(parts, wholes)
    # Where the state's share is 0 or 1, nothing varies.
    varied = dispersion([each for each in counties if each[1]], float(share)) if 0 < share < 1 else (None, None)
    variance = varied[1] or 0
    assert year != DIFFERING or variance > 0
    seen = set()
    for _, _, _, whole, value, centre, score, *spread, lower, upper, outer_lower, outer_upper, outside in rows:
        assert centre == pytest.approx(float(share), abs=1e-12)
        assert spread == [None if each is None else pytest.approx(each, rel=1e-6, abs=1e-12) for each in varied]
        if whole == 0:
            assert (value, score, lower, upper, outer_lower, outer_upper, outside) == (None,) * 7
            continue
        wider = math.sqrt(1 + variance * whole / float(share * (1 - share))) if variance else 1
        exact = [each / whole for each in quantile_counts(whole, share, PORTIONS)]
        limits = [min(max(float(share) + (each - float(share)) * wider, 0.0), 1.0) for each in exact]
        assert [lower, upper, outer_lower, outer_upper] == pytest.approx(limits, abs=1e-9)
        low, high, outer_low, outer_high = limits
        placed = (
            "above_998" if value > outer_high + 1e-9
            else "above_95" if value > high + 1e-9
            else "below_998" if value < outer_low - 1e-9
            else "below_95" if value < low - 1e-9
            else "inside"
        )  # fmt: skip
        assert outside == placed
        seen.add(placed)
    assert year != DIFFERING or len(seen) > 1


@pytest.mark.parametrize("number", range(len(FUNNELS)), ids=[each[0] for each in FUNNELS])
def test_published_funnels_have_their_exact_limits_and_scores(charted: Warehouse, number: int) -> None:
    _, _, _, peer = FUNNELS[number]
    found = charted.rows(
        "select round(lower_exact_95 * denominator), round(upper_exact_95 * denominator), round(lower_exact_998 *"
        " denominator), round(upper_exact_998 * denominator), denominator from intermediate.int_funnel_limits"
        f" where year(period_start) = {PUBLISHED + number}"
    )
    limits = {row[4]: row[:4] for row in found}
    wholes = [whole for whole in FUNNELS[number][2] if whole]
    assert [limits[whole] for whole in wholes] == list(
        zip(peer["lo95"], peer["up95"], peer["lo998"], peer["up998"], strict=True)
    )
    [(overdispersion,)] = charted.rows(
        f"select distinct overdispersion from marts.county_comparison where year(period_start) = {PUBLISHED + number}"
    )
    if peer["phi_natural"] is None:
        assert overdispersion is None
    else:
        assert overdispersion * by_chance() == pytest.approx(peer["phi_natural"], rel=1e-6, abs=1e-12)


def test_chance_alone_signals_no_more_than_the_limits_say(funnels: dict[int, Rows]) -> None:
    drawn = [row for number in range(DRAWS) for row in funnels[CHANCE + number]]
    assert len(drawn) == DRAWS * len(SIZES)
    assert fmean(funnels[CHANCE + number][0][7] for number in range(DRAWS)) == pytest.approx(1, abs=0.05)
    placed = [row[-1] for row in drawn]
    beyond_998 = sum(each.endswith("_998") for each in placed) / len(placed)
    beyond_95 = sum(each != "inside" for each in placed) / len(placed)
    # A limit is a whole number of reports, so fewer than 5 and 0.2 % lie strictly beyond it.
    assert 0.03 < beyond_95 < 0.05
    assert 0.0003 < beyond_998 < 0.002


def test_large_counties_are_not_marked_for_differences_that_all_have(funnels: dict[int, Rows]) -> None:
    """Limits widened by one factor for all would mark them: the differences are many standard errors of a large one."""
    largest = [row for number in range(DRAWS) for row in funnels[REALLY + number][-10:]]
    marked = sum(row[-1] != "inside" for row in largest)
    by_one_factor = sum(abs(row[6]) > 1.96 * math.sqrt(row[7]) for row in largest)
    assert 0 < marked / len(largest) < 0.13 < 0.3 < by_one_factor / len(largest)


def test_limits_hold_for_as_many_reports_as_a_state_has(charted: Warehouse) -> None:
    """One county is as large as its state: its quantiles come from logarithms of factorials, over every outcome."""
    shares = {"half": (25_000, 50_000), "few": (3, 50_000), "nearly_all": (49_990, 50_000), "some": (137, 20_000)}
    with charted.connect(charted.build) as con:
        con.execute("begin")
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
        found = con.execute(
            "select measure, lower_exact_998, lower_exact_95, upper_exact_95, upper_exact_998"
            f" from ({compiled(charted, 'int_funnel_limits')})"
        ).fetchall()
        con.execute("rollback")
    assert len(found) == len(shares)
    for measure, *limits in found:
        part, whole = shares[measure]
        assert [round(each * whole) for each in limits] == quantiles_by_logarithms(whole, part / whole)
