"""Rules of screening over a thin warehouse: a column that no file ever delivered is not judged as missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

EXTRACTED = "2026-11-20 12:00:00+00"
RECEIVED, SCREENED = "2026-11-16 12:00:00+00", "2026-11-16 13:00:00+00"


@pytest.fixture(scope="module")
def thin(warehouse: Warehouse) -> Warehouse:
    """Reports without contacts and allegations, and without columns of one search, the flags and the association."""
    report = {
        "received_at": RECEIVED, "screening_decision": "screened_out", "screened_at": SCREENED, "accepted_at": None,
        "screen_out_reason": None, "reporter_type": "education", "kids_searched": False,
        "search_exception_given": False, "county_office_received_at": "2026-11-16 10:59:59+00",
        "residence_county_fips": "40001", "located_county_fips": "40001", "unaccompanied_minor": True,
        "updated_at": SCREENED,
    }  # fmt: skip
    warehouse.land(
        "referrals",
        EXTRACTED,
        [
            {**report, "referral_id": "no_reason"},
            {**report, "referral_id": "adult", "screen_out_reason": "victim_adult"},
            {**report, "referral_id": "foster", "screen_out_reason": "foster_discipline_policy_violation"},
            {**report, "referral_id": "duplicate", "screen_out_reason": "duplicate"},
            {**report, "referral_id": "assigned", "screening_decision": "assigned"},
        ],
    )
    # This extract came without a row, so it is known that no report has an inquiry.
    warehouse.land("preliminary_inquiries", EXTRACTED, [])
    warehouse.start_build(EXTRACTED, "2026-11-20")
    warehouse.dbt("build", "--select", "+policy_verdicts", "--resource-type", "seed", "--resource-type", "model")
    return warehouse


@pytest.mark.parametrize(
    ("rule", "state", "verdicts"),
    [
        ("reason_missing", "assessed", {"broken": 1, "kept": 3}),
        ("county_office_not_immediate", "assessed", {"broken": 5}),
        ("unaccompanied_minor_screened_out", "assessed", {"broken": 4, "kept": 1}),
        # In scope, but the column that decides never came: the rule is neither kept nor broken.
        ("screened_out_after_contact", "not_delivered", {"not_assessed": 4}),
        ("family_contacted_during_screening", "not_delivered", {"not_assessed": 5}),
        ("records_search_missing", "not_delivered", {"not_assessed": 5}),
        ("duplicate_not_associated", "not_delivered", {"not_assessed": 1}),
        ("adult_victim_reason_mismatch", "not_delivered", {"not_assessed": 1}),
        ("foster_discipline_reason_mismatch", "not_delivered", {"not_assessed": 1}),
        # Nobody knows which reports fall under these.
        ("judicial_report_screened_out", "not_delivered", {}),
        ("newborn_screened_out", "not_delivered", {}),
        ("newborn_without_plan_of_safe_care", "not_delivered", {}),
        ("wrong_county_notified", "not_delivered", {}),
        ("emergency_not_notified", "not_delivered", {}),
        ("subsequent_without_ongoing_report", "not_delivered", {}),
        ("subsequent_of_another_child", "not_delivered", {}),
        ("safety_plan_monitor_without_alert", "not_delivered", {}),
        ("information_referral_with_existing_case", "not_delivered", {}),
        ("newborn_not_investigated", "not_delivered", {}),
        ("limited_communication_not_investigated", "not_delivered", {}),
        ("recent_sexual_abuse_not_investigated", "not_delivered", {}),
        ("emergency_notified_late", "not_delivered", {}),
    ],
)
def test_a_rule_is_judged_only_by_what_came(thin: Warehouse, rule: str, state: str, verdicts: dict[str, int]) -> None:
    found = thin.rows(f"select verdict from marts.policy_verdicts where rule_id = '{rule}'")
    assert thin.rows(f"select rule_state from intermediate.int_rule_states where rule_id = '{rule}'") == [(state,)]
    assert Counter(row[0] for row in found) == verdicts
