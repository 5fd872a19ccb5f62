"""Core and reference tables built from a few awkward rows in a landing file, and counted by hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.dbt.conftest import Warehouse

MONDAY, TUESDAY = "2026-11-16 12:00:00+00", "2026-11-17 12:00:00+00"


def referral(referral_id: str, received_at: str, **columns: object) -> dict[str, object]:
    """Return a report as a file delivers it. It always has the columns that matter to the counts."""
    return {
        "referral_id": referral_id,
        "received_at": received_at,
        "screening_decision": None,
        "priority": None,
        "response_type": None,
        "accepted_at": None,
        "initiated_at": None,
        "completed_at": None,
        "notified_county_fips": "40001",
        "updated_at": received_at,
        **columns,
    }


def land_everything(warehouse: Warehouse) -> None:
    """Land the files of two days, Tuesday's before Monday's."""
    warehouse.land(
        "referrals",
        TUESDAY,
        [
            # Monday's file, which comes after this one, has the older version of R2.
            referral("R2", "2026-11-01 06:30:00+00", screening_decision="assigned", updated_at=TUESDAY,
                     priority=2, response_type="investigation", accepted_at="2026-11-01 07:30:00+00"),
            {"referral_id": "R3", "deleted": True, "updated_at": TUESDAY},
            referral("R6", "2026-11-17 05:59:59+00", notified_county_fips="99999"),
        ],
    )  # fmt: skip
    warehouse.land(
        "referrals",
        MONDAY,
        [
            referral("R1", "2026-11-15 15:00:00+00", screening_decision="assigned", priority=1,
                     response_type="investigation", accepted_at="2026-11-15 15:30:00+00",
                     initiated_at="2026-11-16 05:59:59+00"),
            referral("R2", "2026-11-01 06:30:00+00", screening_decision="screened_out", notified_county_fips=None),
            referral("R3", "2026-11-02 15:00:00+00", screening_decision="screened_out"),
            referral("R4", "2026-07-01 04:59:59+00", screening_decision="preliminary_inquiry"),
            referral("R5", "2026-07-01 05:00:00+00", screening_decision="assigned", priority=1),
        ],
    )  # fmt: skip
    warehouse.land(
        "preliminary_inquiries",
        MONDAY,
        [
            {"inquiry_id": "Q1", "referral_id": "R4", "received_at": "2026-07-01 09:00:00+00",
             "outcome": "assign_investigation", "updated_at": MONDAY},
            {"inquiry_id": "Q2", "referral_id": "R4", "received_at": "2026-07-01 08:00:00+00",
             "outcome": "accidental_injury", "updated_at": MONDAY},
        ],
    )  # fmt: skip
    warehouse.land(
        "allegations",
        MONDAY,
        [
            {"allegation_id": f"A{number}", "referral_id": report, "child_id": child, "finding": finding,
             "updated_at": MONDAY}
            for number, (report, child, finding) in enumerate(
                [
                    ("R1", "C1", "unsubstantiated"),
                    ("R1", "C1", "ruled_out"),
                    ("R1", None, "ruled_out"),
                    ("R2", "C2", None),
                    ("R3", "C3", "substantiated"),
                    ("R9", "C9", "substantiated"),
                ],
                start=1,
            )
        ],
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(warehouse: Warehouse) -> Warehouse:
    land_everything(warehouse)
    warehouse.start_build(TUESDAY, "2026-11-17")
    warehouse.dbt("build", "--exclude-resource-type", "unit_test")
    return warehouse


def test_each_current_report_has_one_row_with_its_outcome(built: Warehouse) -> None:
    assert built.rows(
        "select referral_id, received_on, fiscal_year, county_fips, screening_outcome, finding_outcome,"
        " allegation_count, victim_count, is_open from marts.referrals order by referral_id"
    ) == [
        ("R1", dt.date(2026, 11, 15), 2027, "40001", "assigned", "unsubstantiated_or_ruled_out", 3, 2, True),
        ("R2", dt.date(2026, 11, 1), 2027, "40001", "assigned", "pending", 1, 1, True),
        ("R4", dt.date(2026, 6, 30), 2026, "40001", "assigned", "none", 0, 0, True),
        ("R5", dt.date(2026, 7, 1), 2027, "40001", "assigned", "none", 0, 0, True),
        ("R6", dt.date(2026, 11, 16), 2027, "00000", "pending", "none", 0, 0, False),
    ]


def test_each_assigned_report_has_a_clock(built: Warehouse) -> None:
    assert built.rows(
        "select referral_id, due_on, counted_on, response_status, days_late from marts.response_times"
        " order by referral_id"
    ) == [
        ("R1", dt.date(2026, 11, 15), dt.date(2026, 11, 15), "timely", None),
        ("R2", dt.date(2026, 11, 6), dt.date(2026, 11, 6), "overdue", 11),
        ("R4", None, dt.date(2026, 6, 30), "not_evaluable", None),
        # Priority I needs no response type.
        ("R5", dt.date(2026, 7, 1), dt.date(2026, 7, 1), "overdue", 139),
    ]


def test_rows_of_a_report_that_is_not_current_are_counted_as_orphans(built: Warehouse) -> None:
    assert built.rows("select count(*) from marts.allegations") == [(4,)]
    assert built.rows("select extract, orphan_count from intermediate.int_orphan_counts where orphan_count > 0") == [
        ("allegations", 2)
    ]


def test_the_calendar_has_every_day_of_every_year_in_use(built: Warehouse) -> None:
    # Fiscal year 2026 began on 1 July 2025 and fiscal year 2027 ends on 30 June 2027.
    assert built.rows(
        "select min(calendar_on), max(calendar_on), count(*), count(*) filter (where is_complete)"
        " from reference.calendar"
    ) == [(dt.date(2025, 7, 1), dt.date(2027, 6, 30), 730, 504)]
    assert built.rows(
        "select month_label, fiscal_year_label, quarter_label, quarter_start, quarter_end, fiscal_year_start,"
        " fiscal_year_end, month_end from reference.calendar where calendar_on = '2026-11-20'"
    ) == [
        (
            "2026-11",
            "FY2027",
            "FY2027 Q2",
            dt.date(2026, 10, 1),
            dt.date(2026, 12, 31),
            dt.date(2026, 7, 1),
            dt.date(2027, 6, 30),
            dt.date(2026, 11, 30),
        )
    ]


def test_a_build_as_of_monday_shows_what_monday_knew(built: Warehouse) -> None:
    built.start_build(MONDAY, "2026-11-16", MONDAY)
    built.dbt("build", "--select", "+referrals", "--resource-type", "seed", "--resource-type", "model")
    assert built.rows("select referral_id, screening_outcome from marts.referrals order by referral_id") == [
        ("R1", "assigned"),
        ("R2", "screened_out"),
        ("R3", "screened_out"),
        ("R4", "assigned"),
        ("R5", "assigned"),
    ]
