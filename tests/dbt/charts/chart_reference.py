"""The chart and the funnel in plain loops and exact fractions: what the models in SQL are held to."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist, fmean

FACTOR = Fraction(266, 100)
PORTIONS = [Fraction(25, 1000), Fraction(975, 1000), Fraction(1, 1000), Fraction(999, 1000)]


def average_range(values: list[Fraction]) -> Fraction | None:
    """Return the mean of all moving ranges, or None where there is none."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    return sum(ranges) / Fraction(len(ranges)) if ranges else None


def signals(values: list[Fraction]) -> list[tuple[str, int]]:
    """Return the signal of each point of a baseline, and its direction: 1 above or rising, -1 below or falling."""
    average = average_range(values)
    if len(values) < 13 or not average:
        return [("not_judged", 0)] * len(values)
    return signals_within(values, sum(values) / Fraction(len(values)), FACTOR * average)


def signals_within(values: list[Fraction], centre: Fraction, reach: Fraction) -> list[tuple[str, int]]:
    """Return the same where the centre and the distance to the limits are given."""
    side = [(value > centre) - (value < centre) for value in values]
    outside = [abs(value - centre) > reach for value in values]
    far = [abs(value - centre) > reach * 2 / 3 for value in values]
    found = []
    for at in range(len(values)):
        sevens = [range(start, start + 7) for start in range(max(0, at - 6), min(at, len(values) - 7) + 1)]
        threes = [range(start, start + 3) for start in range(max(0, at - 2), min(at, len(values) - 3) + 1)]
        # The last run that holds the point is the one on its right.
        runs = [
            way
            for each in sevens
            for way in (1, -1)
            if all(way * (values[month] - values[month - 1]) > 0 for month in each[1:])
        ]
        if outside[at]:
            found.append(("outside", side[at]))
        elif runs:
            found.append(("trend", runs[-1]))
        elif far[at] and any(
            len({side[month] for month in each}) == 1 and sum(far[month] for month in each) >= 2 for each in threes
        ):
            found.append(("two_of_three", side[at]))
        elif side[at] and any({side[month] for month in each} == {side[at]} for each in sevens):
            found.append(("shift", side[at]))
        else:
            found.append(("common_cause", 0))
    return found


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


def percentile(values: list[float], portion: float) -> float:
    ordered = sorted(values)
    place = (len(ordered) - 1) * portion
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def winsorised_mean_square(scores: list[float]) -> float:
    low, high = percentile(scores, 0.1), percentile(scores, 0.9)
    return fmean(min(max(score, low), high) ** 2 for score in scores)


def by_chance() -> float:
    """The winsorised mean square of normal scores, integrated in small steps."""
    normal = NormalDist()
    end = normal.inv_cdf(0.9)
    steps = 100_000
    middles = [(number + 0.5) * 2 * end / steps - end for number in range(steps)]
    return math.fsum(each**2 * normal.pdf(each) for each in middles) * 2 * end / steps + 0.2 * end**2


def dispersion(counties: list[tuple[int, int]], centre: float) -> tuple[float, float]:
    """Return overdispersion and the variance between counties, each county a part and a whole."""
    spreads = [centre * (1 - centre) / whole for _, whole in counties]
    scores = [
        (part / whole - centre) / math.sqrt(spread) for (part, whole), spread in zip(counties, spreads, strict=True)
    ]
    overdispersion = winsorised_mean_square(scores) / by_chance()
    if overdispersion <= 1:
        return overdispersion, 0.0
    weights = [1 / spread for spread in spreads]
    freedom = len(counties) - 1
    scale = math.fsum(weights) - math.fsum(weight**2 for weight in weights) / math.fsum(weights)
    return overdispersion, (len(counties) * overdispersion - freedom) / scale
