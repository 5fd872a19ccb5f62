"""How many other reports must have decided a verdict, whether or not an audience's file holds them."""

from __future__ import annotations

from typing import Any

import pytest

from serving.deciding.other_reports import OTHER_REPORTS

TOO_EARLY = "family accepted on 2023-08-31"
NONE = "no accepted report of the family by then"


@pytest.mark.parametrize(
    ("rule", "verdict", "observed", "report", "least"),
    [
        ("subsequent_outside_45_days", "kept", None, {}, 1),
        ("subsequent_outside_45_days", "broken", TOO_EARLY, {}, 1),
        ("subsequent_outside_45_days", "broken", NONE, {}, 0),
        ("subsequent_outside_45_days", "broken", f"{NONE}, associated report accepted on 2023-08-31", {}, 1),
        ("subsequent_outside_45_days", "not_assessed", None, {}, 0),
        ("fourth_report_not_investigated", "broken", "", {"prior_accepted": 3}, 3),
        ("three_pending_not_investigated", "kept", None, {"pending_accepted": 3}, 2),
        ("addressed_without_open_case", "kept", None, {"open_case_type": "none"}, 1),
        ("addressed_without_open_case", "kept", None, {"open_case_type": "foster_care"}, 0),
        ("addressed_without_open_case", "broken", "", {"open_case_type": None}, 0),
        ("information_referral_with_open_case", "broken", "", {"open_case_type": None}, 1),
        ("information_referral_with_open_case", "kept", None, {"open_case_type": None}, 0),
        ("duplicate_not_associated", "kept", None, {}, 1),
        ("duplicate_not_associated", "broken", "associated report screened_out", {}, 1),
        ("duplicate_not_associated", "broken", "no associated report", {}, 0),
        ("duplicate_not_associated", "broken", "associated with itself", {}, 0),
    ],
)
def test_a_verdict_tells_how_many_other_reports_decided(
    rule: str, verdict: str, observed: str | None, report: dict[str, Any], least: int
) -> None:
    expected = OTHER_REPORTS[rule].expected
    assert expected is not None
    assert expected({"verdict": verdict, "observed": observed}, report) == least
