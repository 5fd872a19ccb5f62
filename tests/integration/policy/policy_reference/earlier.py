"""Columns and older versions that the measures read and the rules do not: who reported, and earlier decisions."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from policy_reference.extracts import FIRST_DELIVERY
from policy_reference.logic import Row

OTHERS: dict[str, list[Any]] = {
    "screening_decision": ["assigned", "screened_out", "information_and_referral", "preliminary_inquiry", None],
    "priority": [1, 2, None],
    "response_type": ["assessment", "investigation", None],
}


def vary(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Add first names, sex offenders and findings of unable to locate to the extracts, without another random draw."""
    received = {row["referral_id"]: row["received_at"].date() for row in rows["referrals"]}
    for number, row in enumerate(rows["referrals"]):
        row["reporter_first_name"] = ("Ann", "anonymous", None, "Ann")[number % 4]
        row["reporter_phone"] = ("555-0117", None)[number // 4 % 2]
        if row["reporter_type"] == "relative" and number % 3:
            row["reporter_type"] = "registered_sex_offender"
    for number, row in enumerate(rows["allegations"]):
        if row.get("finding") == "ruled_out" and number % 2:
            row["finding"] = "unable_to_locate"
            day = received[row["referral_id"]]
            row["found_on"] = (None, day, day + timedelta(days=1), day + timedelta(days=30), day - timedelta(days=1))[
                number % 5
            ]
    return rows


def earlier(reports: list[Row], seed: int) -> tuple[list[Row], list[Row]]:
    """Return two older versions of every report, the oldest first. Some have other values or are deletions."""
    chance = random.Random(seed)
    older = [_other(row, 1, chance) for row in reports]
    return [_other(row, 1, chance) for row in older], older


def first_delivered(oldest: list[Row]) -> tuple[list[Row], list[Row]]:
    """Split the oldest versions into two files: the first delivery, without any later instant, and the others."""
    first, others = [], []
    for row in oldest:
        row["updated_at"] = min(row["updated_at"], FIRST_DELIVERY)
        instants = [value for value in row.values() if isinstance(value, datetime)]
        (first if max(instants) <= FIRST_DELIVERY else others).append(row)
    return first, others


def _other(row: Row, days: int, chance: random.Random) -> Row:
    found = {**row, "updated_at": row["updated_at"] - timedelta(days=days), "deleted": None}
    for name, values in OTHERS.items():
        if chance.random() < 0.12:
            found[name] = chance.choice(values)
    return {**found, "deleted": True} if chance.random() < 0.04 else found
