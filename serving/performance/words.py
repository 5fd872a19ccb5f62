"""Puts what a chart says of a month, and what a funnel says of counties, into plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from serving import wording

# Where a county lies in a funnel, in words, from the highest.
OUTSIDE = {
    "above_998": "above the 99.8 % limit",
    "above_95": "above the 95 % limit",
    "below_95": "below the 95 % limit",
    "below_998": "below the 99.8 % limit",
}


def limits(row: Mapping[Any, Any]) -> tuple[float, float]:
    """Return the limits of a month as they are drawn: nothing that is measured is below 0, and no share above 1."""
    low, high = max(float(row["lower_limit"]), 0.0), float(row["upper_limit"])
    return low, min(high, 1.0) if row["unit"] == "share" else high


def how(row: Mapping[Any, Any]) -> str:
    """Say what makes a month a signal, beginning in the middle of a sentence. `row` has the measure's unit."""
    unit = str(row["unit"])
    centre = wording.measure(row["centre"], unit)
    side = "above" if row["value"] > row["centre"] else "below"
    low, high = (wording.measure(limit, unit) for limit in limits(row))
    return {
        "outside": f"outside of its limits, {low} to {high}",
        "trend": "one of seven months that rise or fall throughout",
        "two_of_three": f"one of two months in three that lie far {side} the mean, {centre}",
        "shift": f"one of seven months {side} the mean, {centre}",
    }[str(row["signal"])]


def sentence(row: Mapping[Any, Any]) -> str:
    """Say what the newest judged month of a measure is: its value, and whether and since when it is a signal."""
    unit, month = str(row["unit"]), wording.month(row["period_start"])
    value = f"{wording.measure(row['value'], unit)} in {month}"
    small = " It rests on fewer than 20 reports." if row["has_small_denominator"] else ""
    if row["signal"] == "common_cause":
        mean = wording.measure(row["centre"], unit)
        return f"{value}: within what chance alone gives around the mean, {mean}.{small}"
    since = (
        ""
        if row["since"] == row["period_start"]
        else f" Every judged month since {wording.month(row['since'])} has the same mark."
    )
    return f"{value}: {how(row)}.{since}{small}"


def outside(rows: pd.DataFrame) -> str:
    """Name the counties outside of the limits, the highest first, and say how many chance alone would put there."""
    judged = rows[rows["outside"].notna()]
    if judged.empty:
        return "No county has a share in this year."
    parts = []
    for place, name in OUTSIDE.items():
        counties = list(judged.loc[judged["outside"] == place, "county_name"])
        if counties:
            parts.append(f"{name[0].upper()}{name[1:]}: {', '.join(counties)}.")
    number = len(judged)
    chance = (
        f"Of {number:,} counties chance alone puts about {number * 0.05:,.1f} outside of the 95 % limits, and about "
        f"{number * 0.002:,.1f} outside of those at 99.8 %."
    )
    told = " ".join(parts) or "No county lies outside of the limits."
    return f"{told} {chance} A county outside is a reason to look, and no verdict."
