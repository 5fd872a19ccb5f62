"""Family histories as versions arrive: a family number that comes later, a decision that changes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

DAYS = [f"2026-11-{day} 12:00:00+00" for day in (16, 17, 18, 19)]


def report(number: int, updated_at: str, **columns: Any) -> dict[str, Any]:
    """Return an assigned assessment of family K1, accepted a day after the one before."""
    return {
        "referral_id": f"R{number}",
        "received_at": f"2026-11-0{number} 15:00:00+00",
        "family_id": "K1",
        "screening_decision": "assigned",
        "response_type": "assessment",
        "accepted_at": f"2026-11-0{number} 16:00:00+00",
        "completed_at": None,
        "prior_accepted_reports": None,
        "updated_at": updated_at,
        **columns,
    }


@pytest.fixture(scope="module")
def landed(warehouse: Warehouse) -> Warehouse:
    first, second, third, fourth = DAYS
    # Only the case system knows that R5 is a fourth report: its family number has not come yet.
    warehouse.land(
        "referrals",
        first,
        [
            *(report(number, first) for number in (1, 2, 3)),
            report(4, first, screening_decision="screened_out"),
            report(5, first, family_id=None, prior_accepted_reports=3),
            report(6, first, family_id=None),
        ],
    )
    warehouse.land("referrals", second, [report(4, second), report(6, second)])
    warehouse.land("referrals", third, [report(4, third, screening_decision="screened_out")])
    warehouse.land("referrals", fourth, [report(4, fourth)])
    return warehouse


def as_of(warehouse: Warehouse, day: str) -> list[tuple[Any, ...]]:
    """Return each report's number, its counts and the verdict of the fourth-report rule, in a build as of `day`."""
    warehouse.start_build(day, day[:10], day)
    warehouse.dbt("build", "--select", "+policy_verdicts", "--resource-type", "seed", "--resource-type", "model")
    return warehouse.rows(
        "select referral_id, prior_accepted, pending_accepted, verdict from marts.referrals"
        " left join (from marts.policy_verdicts where rule_id = 'fourth_report_not_investigated') using (referral_id)"
        " where referral_id in ('R4', 'R5', 'R6') order by referral_id"
    )


def test_three_earlier_reports_known_from_the_case_system_alone_are_enough(landed: Warehouse) -> None:
    assert as_of(landed, DAYS[0]) == [("R4", None, None, None), ("R5", 3, None, "broken"), ("R6", None, None, None)]


def test_a_family_number_and_an_assignment_that_come_later_count_from_then(landed: Warehouse) -> None:
    # R4 is accepted now, so it is the fourth of the family, and R6 the fifth.
    assert as_of(landed, DAYS[1]) == [("R4", 3, 4, "broken"), ("R5", 3, None, "broken"), ("R6", 4, 5, "broken")]


def test_a_report_corrected_back_leaves_the_family_again(landed: Warehouse) -> None:
    assert as_of(landed, DAYS[2]) == [("R4", None, None, None), ("R5", 3, None, "broken"), ("R6", 3, 4, "broken")]
    assert as_of(landed, DAYS[3]) == as_of(landed, DAYS[1])
