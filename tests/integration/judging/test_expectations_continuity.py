"""The publication suite on build files: it warns about breaks with earlier figures and parts that do not add up."""

from __future__ import annotations

from pathlib import Path

import pytest
from expectations_build import alter, without_day
from sound_build import facts, failing, holds

ONE_ROW = "where rowid = (select min(rowid) from marts.statutory_counts_daily)"


@pytest.mark.parametrize(("fewer", "passes"), [(30, True), (31, False)])
def test_over_two_percent_fewer_reports_than_published_warns(
    build: Path, previous: Path, fewer: int, passes: bool
) -> None:
    # There are 1,476 reports now: 2 % of 1,506 is 30.12, and 2 % of 1,507 is 30.14.
    alter(previous, f"update marts.statutory_counts_daily set calls_received = calls_received + {fewer} {ONE_ROW}")
    (fact,) = [fact for fact in facts(build, previous) if fact.expectation == "reports_not_fewer"]
    assert (fact.value, holds(fact), fact.severity) == (fewer, passes, "warn")


def test_a_recent_day_without_reports_warns(build: Path) -> None:
    without_day(build, "2026-10-31")
    assert ("no_day_without_reports", "warn") in failing(build)


def test_a_quiet_hotline_may_have_days_without_reports(build: Path) -> None:
    alter(build, "update marts.statutory_counts_daily set calls_received = 4 where county_fips = '40109'")
    alter(build, "update marts.statutory_counts_daily set calls_received = 5 where county_fips = '40143'")
    without_day(build, "2026-10-31")
    assert "no_day_without_reports" not in {fact.expectation for fact in facts(build)}


@pytest.mark.parametrize(("calls", "passes"), [(216, True), (215, False), (601, True), (602, False)])
def test_the_newest_month_is_compared_with_the_month_before(build: Path, calls: int, passes: bool) -> None:
    state = "where period_type = 'month' and geography_type = 'state'"
    alter(
        build,
        f"update marts.statutory_counts set calls_received = 360 {state} and period_start = '2026-09-01'",
        f"update marts.statutory_counts set calls_received = {calls} {state} and period_start = '2026-10-01'",
    )
    (fact,) = [fact for fact in facts(build) if fact.expectation == "month_volume_as_before"]
    assert holds(fact) is passes


@pytest.mark.parametrize(("anonymous", "passes"), [(360, True), (361, False), (160, True), (159, False)])
def test_a_share_over_ten_points_off_the_month_before_warns(build: Path, anonymous: int, passes: bool) -> None:
    state = "where period_type = 'month' and geography_type = 'state'"
    newest = f"{state} and period_start = '2026-10-01'"
    alter(
        build,
        f"update marts.statutory_counts set calls_received = 100000, calls_anonymous = 26000 {state}",
        f"update marts.statutory_counts set calls_anonymous = {anonymous * 100} {newest}",
    )
    (fact,) = [f for f in facts(build) if f.column_name == "calls_anonymous" and f.suite == "publication"]
    assert holds(fact) is passes


def test_four_complete_months_are_needed(build: Path) -> None:
    alter(build, "update control.build set as_of_on = '2026-10-31'")
    alter(build, "update marts.statutory_counts set is_complete = period_end < '2026-10-31'")
    assert "month_volume_as_before" not in {fact.expectation for fact in facts(build)}


def test_compliance_parts_that_do_not_add_up_warn(build: Path) -> None:
    alter(build, "update marts.response_compliance_daily set excepted = null")
    assert failing(build) == set()
    alter(build, "update marts.response_compliance_daily set due = due + 1 where rowid = 0")
    assert failing(build) == {("compliance_parts_add_up", "warn")}


def test_due_may_include_reports_that_cannot_be_evaluated_or_not(build: Path) -> None:
    alter(build, "update marts.response_compliance_daily set not_evaluable = 1 where rowid = 0")
    alter(build, "insert into marts.response_times values ('x', 'not_evaluable')")
    assert failing(build) == set()
    alter(build, "update marts.response_compliance_daily set due = due + 1 where rowid = 0")
    assert failing(build) == set()


def test_undelivered_statuses_are_not_judged(build: Path) -> None:
    alter(
        build, "update marts.response_compliance_daily set timely = null, late = null, overdue = null, pending = null"
    )
    alter(build, "update marts.response_times set response_status = null")
    assert failing(build) == set()


def test_an_uncounted_response_warns(build: Path) -> None:
    alter(build, "insert into marts.response_times values ('x', 'late')")
    assert failing(build) == {("each_response_is_counted_once", "warn")}


@pytest.mark.parametrize(("orphans", "passes"), [(20, True), (21, False)])
def test_rows_without_their_report_warn(build: Path, landing: Path, orphans: int, passes: bool) -> None:
    alter(
        landing,
        "insert into raw.allegations by name select 'A' || n as allegation_id, "
        f"if(n < {orphans}, 'gone', 'R1-1') as referral_id, timestamptz '2026-10-01' as _extracted_at "
        "from range(900) r (n)",
    )
    (fact,) = [fact for fact in facts(build, None, landing) if fact.expectation == "no_orphans"]
    assert (holds(fact), fact.column_name) == (passes, "allegations.referral_id")


@pytest.mark.parametrize(
    ("extracted", "passes"), [("2026-10-18 06:00:00-05:00", True), ("2026-10-18 05:00:00-05:00", False)]
)
def test_an_extract_over_two_weeks_behind_warns(build: Path, landing: Path, extracted: str, passes: bool) -> None:
    alter(
        landing,
        "insert into ledger.loads by name select 'L00002' as load_id, 'contacts' as extract, 'landed' as status, "
        f"timestamptz '{extracted}' as extracted_at",
    )
    assert (("extracts_keep_pace", "warn") not in failing(build, None, landing)) is passes
