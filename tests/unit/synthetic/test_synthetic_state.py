"""The generated state has the calibrated shares, rows that the contract allows, and awkward values (30,000 reports)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import duckdb
import pytest
from synthetic_reading import SEEDS, read_all

from ingest.synthetic import generate, practice_change

REFERRALS = 30_000


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    paths = generate(tmp_path_factory.mktemp("state"), referrals=REFERRALS, jurisdiction_seeds=SEEDS)
    con = read_all(paths, "America/Chicago")
    yield con
    con.close()


def one(con: duckdb.DuckDBPyConnection, query: str) -> float:
    row = con.execute(query).fetchone()
    assert row is not None
    return float(row[0])


EXTRACTS = ("referrals", "allegations", "contacts", "reviews", "preliminary_inquiries", "recordings",
            "recording_disclosures", "oca_complaints", "calls")  # fmt: skip


@pytest.mark.parametrize("extract", EXTRACTS)
def test_all_rows_are_valid_but_a_few_in_ten_thousand(state: duckdb.DuckDBPyConnection, extract: str) -> None:
    assert one(state, f"select count(*) filter (not _valid) / count(*) from rows_{extract}") < 0.002


def test_some_rows_must_be_quarantined(state: duckdb.DuckDBPyConnection) -> None:
    assert one(state, "select sum(n) from (" + " union all ".join(
        f"select count(*) filter (not _valid) as n from rows_{extract}" for extract in EXTRACTS) + ")") > 5  # fmt: skip


ASSIGNED = "screening_decision = 'assigned'"
SETTLED = f"{ASSIGNED} and accepted_at < timestamptz '2026-10-15' and response_type is not null"
SHARES = {
    "Priority I": (f"select avg((priority = 1)::int) from referrals where {ASSIGNED}", 0.30, 0.02),
    "assessments": (f"select avg((response_type = 'assessment')::int) from referrals where {ASSIGNED}", 0.49, 0.03),
    "Priority I on time": (
        "select avg((initiated_at::date <= received_at::date)::int) from referrals where priority = 1 "
        f"and {SETTLED} and initiation_exception is null", 0.965, 0.012),
    "Priority II on time": (
        "select avg((initiated_at::date <= least(accepted_at::date + case response_type when 'investigation' then 5 "
        "else 10 end, case when response_due_on - accepted_at::date between 2 and 10 then response_due_on end))::int) "
        f"from referrals where priority = 2 and {SETTLED} and initiation_exception is null", 0.925, 0.012),
    "identity declined": ("select avg(reporter_declined_identity::int) from referrals", 0.06, 0.01),
    "law enforcement": ("select avg((reporter_type = 'law_enforcement')::int) from referrals", 0.209, 0.01),
    "education": ("select avg((reporter_type = 'education')::int) from referrals", 0.172, 0.01),
    "medical": ("select avg((reporter_type = 'medical')::int) from referrals", 0.116, 0.01),
    "substantiated": (
        "select avg((finding = 'substantiated')::int) from allegations "
        "where finding in ('substantiated', 'unsubstantiated', 'ruled_out')", 0.39, 0.025),
    "closed without finding": (
        "select avg((finding = 'closed_without_finding')::int) from allegations where finding is not null",
        0.08, 0.015),
    "days to finding": (
        "select median(found_on - received_at::date) from allegations join referrals using (referral_id) "
        "where received_at < timestamptz '2026-07-01'", 46, 4),
    "allegations a report": ("select count(*) / (select count(*) from referrals) from allegations", 1.8, 0.1),
    "children a report": (
        "select avg(n) from (select count(distinct child_id) as n from allegations group by referral_id)", 1.5, 0.08),
    "two largest counties": (
        "select sum(n) / (select count(*) from referrals) from (select count(*) as n from referrals "
        "where residence_county_fips is not null group by residence_county_fips order by n desc limit 2)", 0.30, 0.02),
    "families back within a year": (
        "select avg((next < received_at + interval 1 year)::int) from (select received_at, "
        "coalesce(lead(received_at) over f, timestamptz '2099-01-01') as next, row_number() over f as n "
        "from referrals where family_id is not null window f as (partition by family_id order by received_at)) "
        "where n = 1 and received_at < timestamptz '2025-11-01'", 0.10, 0.02),
    "sexual abuse": (
        "select count(distinct referral_id) filter (maltreatment_type = 'sexual_abuse') / count(distinct referral_id) "
        "from allegations", 0.03, 0.006),
}  # fmt: skip


@pytest.mark.parametrize("name", SHARES)
def test_shares_are_those_of_the_calibration(state: duckdb.DuckDBPyConnection, name: str) -> None:
    query, expected, tolerance = SHARES[name]
    assert one(state, query) == pytest.approx(expected, abs=tolerance)


def test_the_share_screened_out_steps_on_the_day_of_the_practice_change(state: duckdb.DuckDBPyConnection) -> None:
    change = practice_change()
    outcome = "(screening_decision = 'screened_out')::int"
    for side, expected in (("<", change.before), (">=", change.after)):
        share = one(state, f"select avg({outcome}) from referrals where received_at::date {side} date '{change.on}'")
        assert share == pytest.approx(expected, abs=0.025)


def test_education_reports_rest_in_july(state: duckdb.DuckDBPyConnection) -> None:
    monthly = "select count(*) from referrals where reporter_type = 'education' and month(received_at) = {}"
    assert one(state, monthly.format(7)) < one(state, monthly.format(10)) / 10


def test_reports_arrive_every_day_and_most_in_the_afternoon(state: duckdb.DuckDBPyConnection) -> None:
    days = one(state, "select count(distinct received_at::date) from referrals")
    assert days == one(state, "select max(received_at::date) - min(received_at::date) + 1 from referrals")
    peak = "select mode(hour(received_at)) from referrals"
    assert one(state, peak) in (14, 15)


def test_recent_cohorts_await_their_findings(state: duckdb.DuckDBPyConnection) -> None:
    pending = (
        "select avg((finding is null)::int) from allegations join referrals using (referral_id) "
        "where response_type = 'investigation' and received_at >= timestamptz '{}' and received_at < timestamptz '{}'"
    )
    assert one(state, pending.format("2026-11-01", "2026-11-20")) > 0.9
    assert one(state, pending.format("2025-01-01", "2025-12-31")) < 0.03


WAITED = "epoch(answered_at - offered_at)"
GAP = "offered_at between timestamptz '2026-01-27' and timestamptz '2026-03-14'"


def test_calls_are_most_in_the_afternoon_and_fewest_at_night(state: duckdb.DuckDBPyConnection) -> None:
    assert one(state, "select mode(hour(offered_at)) from calls") in (14, 15)
    by_night = one(state, "select count(*) filter (hour(offered_at) between 1 and 5) / count(*) from calls")
    assert by_night < 0.06
    assert one(state, "select mode(isodow(offered_at)) from calls") < 6


def test_in_the_weeks_of_the_staffing_gap_callers_wait_and_give_up(state: duckdb.DuckDBPyConnection) -> None:
    gave_up = "avg((outcome = 'abandoned')::int)"
    inside, outside = (one(state, f"select {gave_up} from calls where {each}") for each in (GAP, f"not ({GAP})"))
    assert 0.3 < inside < 0.55
    assert 0.05 < outside < 0.15
    median = f"select median({WAITED}) from calls where outcome = 'answered' and "
    assert one(state, median + GAP) > 5 * one(state, median + f"not ({GAP})")


def test_a_caller_who_gave_up_calls_again(state: duckdb.DuckDBPyConnection) -> None:
    """In the gap, most who came through from one number had tried before from the same."""
    again = (
        "select count(*) from text_calls later join text_calls tried using (caller_number) "
        "where lower(trim(later.outcome)) = 'answered' and lower(trim(tried.outcome)) = 'abandoned' "
        "and left(later.offered_at, 10) = left(tried.offered_at, 10) and tried.offered_at < later.offered_at"
    )
    assert one(state, again) > 100


def test_most_reports_by_telephone_have_one_answered_call(state: duckdb.DuckDBPyConnection) -> None:
    by_phone = "select count(*) from referrals where received_via = 'hotline'"
    led = (
        "select count(distinct referral_id) from calls join referrals using (referral_id) "
        "where outcome = 'answered' and received_via = 'hotline' "
        "and answered_at between received_at - interval 1 minute and received_at"
    )
    assert one(state, led) / one(state, by_phone) > 0.93
    assert one(state, "select count(*) from calls where referral_id is not null and outcome <> 'answered'") == 0


def test_a_report_goes_forward_in_time(state: duckdb.DuckDBPyConnection) -> None:
    order = ("received_at", "screened_at", "accepted_at", "initiated_at", "completed_at")
    for before, after in pairwise(order):
        wrong = one(state, f"select count(*) from referrals where {after} < {before}")
        assert wrong <= 2, (before, after)  # a wall-clock time in the repeated hour may step back


def test_nothing_is_dated_after_its_delivery(state: duckdb.DuckDBPyConnection) -> None:
    for extract, column in (("referrals", "updated_at"), ("allegations", "updated_at"), ("recordings", "purged_at")):
        assert one(state, f"select count(*) from rows_{extract} where _valid and {column} > _extracted_at") <= 2


AWKWARD = {
    "a code in capitals": "select count(*) from text_referrals where reporter_type = upper(reporter_type)",
    "a code with blanks": "select count(*) from text_referrals where screening_decision <> trim(screening_decision)",
    "Priority in Roman numerals": "select count(*) from text_referrals where priority in ('I', 'II', 'i', 'ii')",
    "Priority in digits": "select count(*) from text_referrals where priority in ('1', '2')",
    "a time with an offset": "select count(*) from text_referrals where received_at similar to '.*-0[56]:00'",
    "a time in UTC": "select count(*) from text_referrals where received_at like '%Z'",
    "a time without offset": "select count(*) from text_referrals where length(received_at) = 19",
    "a wall-clock time in the repeated hour": "select count(*) from text_referrals where "
    "coalesce(received_at, '') similar to '(2023-11-05|2024-11-03|2025-11-02|2026-11-01)T01:[0-9:]{5}'",
    "the repeated hour with its offset": "select count(*) from text_referrals where "
    "received_at similar to '(2023-11-05|2024-11-03|2025-11-02|2026-11-01)T01:[0-9:]{5}-06:00'",
    "a skipped hour": "select count(*) from text_recordings where "
    "coalesce(recorded_at, '') similar to '(2024-03-10|2025-03-09|2026-03-08)[T ]02:[0-9:]{5}'",
    "a leap day": "select count(*) from referrals where received_at::date = date '2024-02-29'",
    "a blank for nothing": "select count(*) from text_referrals where trim(open_case_type) = ''",
    "a placeholder name": "select count(*) from text_referrals where lower(reporter_last_name) = 'refused'",
    "a county elsewhere": "select count(*) from text_referrals where residence_county_fips = '99999'",
    "a county of four digits": "select count(*) from text_referrals where length(residence_county_fips) = 4",
    "a report without allegations": "select count(*) from referrals anti join allegations using (referral_id)",
    "an allegation without its report": "select count(*) from allegations anti join rows_referrals using (referral_id)",
    "a contact without its report": "select count(*) from contacts anti join rows_referrals using (referral_id)",
    "a deletion": "select count(*) from rows_referrals where deleted",
    "a deletion before its row": "select count(*) from rows_allegations gone join rows_allegations late "
    "using (allegation_id) where gone.deleted and late.deleted is not true and late._file > gone._file",
    "an older version that comes later": "select count(*) from rows_referrals a join rows_referrals b "
    "using (referral_id) where a._file > b._file and a.updated_at < b.updated_at",
    "a version that mends an old report": "select count(*) from rows_referrals a join rows_referrals b "
    "using (referral_id) where a._file = 0 and b._file > 0 and a.reporter_type <> b.reporter_type",
    "a report screened out first, assigned later": "select count(*) from rows_referrals a join rows_referrals b "
    "using (referral_id) where a._file < b._file and a.screening_decision = 'screened_out' "
    "and b.screening_decision = 'assigned'",
    "a response type that changes": "select count(*) from rows_referrals a join rows_referrals b "
    "using (referral_id) where a._file < b._file and a.response_type <> b.response_type",
    "a family that is recorded later": "select count(*) from rows_referrals a join rows_referrals b "
    "using (referral_id) where a._file < b._file and a.family_id is null and b.family_id is not null",
    "a finding that arrives": "select count(*) from rows_allegations a join rows_allegations b "
    "using (allegation_id) where a._file < b._file and a.finding is null and b.finding is not null",
    "a call without its report": "select count(*) from calls anti join rows_referrals using (referral_id) "
    "where referral_id is not null",
    "a call without an outcome": "select count(*) from calls where outcome is null",
    "an answered call without its time": "select count(*) from calls where outcome = 'answered' "
    "and answered_at is null",
    "a caller who hides the number": "select count(*) from text_calls where caller_number = 'anonymous'",
    "a key that a later full file lacks": "select count(*) from rows_preliminary_inquiries where _file = 0 "
    "and inquiry_id not in (select inquiry_id from rows_preliminary_inquiries where _file = 3)",
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_values_that_the_contract_allows_occur(state: duckdb.DuckDBPyConnection, name: str) -> None:
    assert one(state, AWKWARD[name]) > 0


@pytest.mark.parametrize("spelling", ["N", "Y", "no", "yes", "false", "true", "F", "T", "0", "1", "FALSE", "True"])
def test_booleans_come_in_every_spelling(state: duckdb.DuckDBPyConnection, spelling: str) -> None:
    assert one(state, f"select count(*) from text_referrals where kids_searched = '{spelling}' "
               f"or possible_indian_child = '{spelling}'") > 0  # fmt: skip
