"""The profile of a usual batch, which a test changes in one point, and the facts of the batch suite on it."""

from __future__ import annotations

import copy
from typing import Any

from expectations.batch import batch_suite
from expectations.facts import Fact
from ingest.contract import contracts_without_codes

EARLIER = {
    "extracted_at": "2026-11-01T06:00:00+00:00",
    "kind": "delta",
    "rows_in_file": 1000,
    "nulls": {"priority": 0.2, "reporter_type": 0.0, "referral_id": 0.0},
    "codes": {"reporter_type": {"medical": 0.5, "education": 0.3, "court": 0.2}},
}


def a_profile(**changes: Any) -> dict[str, Any]:
    """A usual delta of 1,000 reports after five earlier ones, one per day."""
    history = [copy.deepcopy(EARLIER) for _ in range(5)]
    for day, load in enumerate(history, start=1):
        load["extracted_at"] = f"2026-11-0{day}T06:00:00+00:00"
    return {
        "load_id": "L00006",
        "extract": "referrals",
        "kind": "delta",
        "extracted_at": "2026-11-06T06:00:00+00:00",
        "extracted_at_source": "file_name",
        "rows_in_file": 1000,
        "rows_good": 1000,
        "rows_quarantined": 0,
        "rows_loaded": 1000,
        "rows_unchanged": 0,
        "rows_superseded": 0,
        "keys_before": 100_000,
        "keys_deleted": 0,
        "limits": {
            "max_quarantined_share": 0.02,
            "max_quarantined_rows": 20,
            "max_deleted_share": 0.05,
            "max_deleted_keys": 20,
        },
        "released": False,
        "columns": [
            {"name": "referral_id", "type": "string", "delivered": True, "nulls": 0, "codes": None},
            {"name": "priority", "type": "integer", "delivered": True, "nulls": 200, "codes": None},
            {
                "name": "reporter_type",
                "type": "string",
                "delivered": True,
                "nulls": 0,
                "codes": {"medical": 500, "education": 300, "court": 200},
            },
        ],
        "references": [],
        "newest_event_at": "2026-11-06T05:00:00+00:00",
        "history": history,
        **changes,
    }


def facts(profile: dict[str, Any]) -> list[Fact]:
    """Return the facts of the batch suite on a profile."""
    return batch_suite(profile, contracts_without_codes()[profile["extract"]])


def named(profile: dict[str, Any], expectation: str, column: str | None = None) -> Fact:
    """Return the only fact of an expectation, for one column where it judges columns."""
    (fact,) = [f for f in facts(profile) if f.expectation == expectation and f.column_name == column]
    return fact


def holds(fact: Fact) -> bool:
    """Whether a fact keeps its bounds."""
    above = fact.at_least is None or fact.value >= fact.at_least
    return above and (fact.at_most is None or fact.value <= fact.at_most)


def failing(profile: dict[str, Any]) -> set[str]:
    """Return the expectations that do not hold."""
    return {fact.expectation for fact in facts(profile) if not holds(fact)}
