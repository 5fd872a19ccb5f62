"""A state replaces the seeds, not the SQL: an invented one is built and judged by its own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from other_state import OtherState


def report(number: str, **values: Any) -> dict[str, Any]:
    """A report received on 2 June 2026 at nine in the morning there, screened and accepted within the hour."""
    return {
        "referral_id": number, "received_at": "2026-06-02T09:00:00", "received_via": "hotline",
        "notified_county_fips": "99001",
        "screening_decision": "assigned", "screened_at": "2026-06-02T09:30:00", "screen_out_reason": "",
        "accepted_at": "2026-06-02T09:40:00", "priority": "2", "response_type": "investigation", "response_due_on": "",
        "initiated_at": "2026-06-03T09:00:00", "initiation_exception": "", "updated_at": "2026-06-10T09:00:00",
        **values,
    }  # fmt: skip


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> OtherState:
    made = OtherState(tmp_path_factory.mktemp("other_state"))
    made.deliver(
        "referrals_2026-06-20.csv",
        report("third-day", initiated_at="2026-06-05T23:59:59"),
        report("fourth-day", initiated_at="2026-06-06T00:00:00"),
        report("excused", initiated_at="2026-06-09T09:00:00", initiation_exception="special_circumstance"),
        report("assessed", response_type="assessment", initiated_at="2026-06-10T00:00:00"),
        report("next-day", priority="1", initiated_at="2026-06-03T23:59:59"),
        report("set-too-late", response_due_on="2026-06-10"),
        report("set-in-time", response_due_on="2026-06-09"),
        report("island", notified_county_fips="99007"),
        report(
            "march",
            received_at="2026-03-31T23:59:59",
            screened_at="",
            accepted_at="2026-04-01T00:00:00",
            initiated_at="2026-04-02T09:00:00",
        ),
        report("elsewhere", notified_county_fips="40001"),
    )
    done = made.hotline("run", made.extracts)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


def broken(state: OtherState, rule: str) -> set[str]:
    return {
        row["referral_id"]
        for row in state.rows(f"select referral_id from marts.policy_exceptions where rule_id = '{rule}'")
    }


@pytest.mark.parametrize(
    ("rule", "reports"),
    [
        ("investigation_over_5_days", {"fourth-day"}),
        ("assessment_over_10_days", {"assessed"}),
        ("response_time_out_of_range", {"set-too-late"}),
        ("priority_1_late", set()),
        ("priority_2_late", {"fourth-day", "assessed"}),
    ],
)
def test_its_reports_are_judged_by_its_limits(state: OtherState, rule: str, reports: set[str]) -> None:
    assert broken(state, rule) == reports


def test_its_fiscal_year_begins_in_april_in_its_own_time_zone(state: OtherState) -> None:
    years = state.rows(
        "select referral_id, fiscal_year from marts.referrals where referral_id in ('march', 'island') order by 1"
    )
    assert years == [{"referral_id": "island", "fiscal_year": 2027}, {"referral_id": "march", "fiscal_year": 2026}]


def test_its_counties_are_its_own(state: OtherState) -> None:
    counted = state.rows(
        "select geography_name, calls_received from marts.statutory_counts where period_label = 'FY2027' "
        "and geography_type = 'county' and calls_received > 0 order by 1"
    )
    assert counted == [
        {"geography_name": "Island", "calls_received": 1},
        {"geography_name": "North", "calls_received": 7},
        {"geography_name": "Unknown", "calls_received": 1},
    ]


def test_no_code_or_county_of_the_shipped_state_is_in_what_it_publishes(state: OtherState) -> None:
    assert state.rows("select code from reference.screen_out_reasons where code not like 'k-%'") == []
    assert state.rows("select county_fips from reference.counties where county_fips not like '99%'") == [
        {"county_fips": "00000"}
    ]
    assert Path(state.home / "published" / "analysts.duckdb").exists()
