"""Makes small build, published and landing files for tests of the publication suite.

A build has 12 reports on each of 123 days, in two counties, and SQL makes all its figures from these reports. Each test
then alters what it wants the suite to find.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from ingest.contract import load_contracts
from ingest.storing.landing import create_schema

ZONE = "America/Chicago"
FIRST, AS_OF_ON, DAYS, A_DAY = "2026-07-01", "2026-11-01", 123, 12
SEEDS = Path(__file__).parents[3] / "seeds" / "policy" / "oklahoma"

_REPORTS = f"""
create table marts.referrals as
select
    'R' || d || '-' || n as referral_id,
    date '{FIRST}' + d::integer as received_on,
    if(n % 3 = 0, '40109', '40143') as county_fips,
    if(n % 2 = 0, 'assigned', 'screened_out') as screening_outcome
from range({DAYS}) days (d), range({A_DAY}) reports (n)
where d < {{days}}
"""

_FIGURES = """
create table marts.statutory_counts_daily as
select
    received_on,
    county_fips,
    count(*)::bigint as calls_received,
    (count(*) // 2)::bigint as calls_by_telephone,
    count(*) filter (screening_outcome = 'screened_out')::bigint as calls_screened_out,
    0::bigint as information_and_referral,
    count(*) filter (screening_outcome = 'assigned')::bigint as referrals_assigned,
    0::bigint as calls_pending_screening,
    1::bigint as calls_anonymous
from marts.referrals group by received_on, county_fips;

create table marts.statutory_counts as
with starts as (
    select 'month' as period_type, date_trunc('month', received_on)::date as period_start, *
    from marts.statutory_counts_daily
    union all
    select 'quarter', date_trunc('quarter', received_on)::date, * from marts.statutory_counts_daily
    union all
    select 'fiscal_year', date '2026-07-01', * from marts.statutory_counts_daily
    union all
    select 'calendar_year', date '2026-01-01', * from marts.statutory_counts_daily
), places as (
    select 'state' as geography_type, 'S' as geography_id, * from starts
    union all
    select 'district', 'D', * from starts
    union all
    select 'county', county_fips, * from starts
)
select
    period_type,
    period_start,
    case period_type
        when 'month' then last_day(period_start) when 'quarter' then last_day((period_start + interval 2 month)::date)
        when 'fiscal_year' then date '2027-06-30' else date '2026-12-31'
    end::date as period_end,
    strftime(period_start, '%Y-%m') as period_label,
    geography_type,
    geography_id,
    period_end < (select as_of_on from control.build) as is_complete,
    sum(calls_received)::bigint as calls_received,
    sum(calls_by_telephone)::bigint as calls_by_telephone,
    sum(calls_screened_out)::bigint as calls_screened_out,
    sum(information_and_referral)::bigint as information_and_referral,
    sum(referrals_assigned)::bigint as referrals_assigned,
    sum(calls_pending_screening)::bigint as calls_pending_screening,
    sum(calls_anonymous)::bigint as calls_anonymous
from places group by all;

create table marts.response_times as
select referral_id, 'timely' as response_status from marts.referrals where screening_outcome = 'assigned';

create table marts.response_compliance_daily as
select
    received_on as due_on,
    county_fips,
    1::bigint as priority,
    'investigation' as response_type,
    count(*)::bigint as due,
    count(*)::bigint as timely,
    0::bigint as late,
    0::bigint as overdue,
    0::bigint as pending,
    0::bigint as excepted,
    0::bigint as not_evaluable
from marts.referrals where screening_outcome = 'assigned' group by received_on, county_fips;
"""


def make_build(
    path: Path, *, days: int = DAYS, as_of: str | None = f"{AS_OF_ON} 06:00:00-05:00", read_until: str = "null"
) -> Path:
    """Make a build file with the reports of the first `days` days. Without an as_of it is an empty warehouse."""
    with duckdb.connect(str(path)) as con:
        con.execute("create schema control; create schema marts; create schema reference")
        con.execute(
            "create table control.build as select 'B1' as build_id, $as_of::timestamptz as as_of, "
            f"timezone('{ZONE}', $as_of::timestamptz)::date as as_of_on, {read_until}::timestamptz as read_until, "
            f"'oklahoma' as jurisdiction, '{ZONE}' as time_zone, 'test' as code_version",
            {"as_of": as_of},
        )
        con.execute("create table reference.jurisdiction as select as_of, as_of_on from control.build")
        con.execute(_REPORTS.format(days=days))
        con.execute(_FIGURES)
    return path


def make_landing(path: Path) -> Path:
    """Make a landing file with every table and the reports of make_build, each received at noon of its day."""
    with duckdb.connect(str(path)) as con:
        create_schema(con, load_contracts(SEEDS))
        con.execute(
            "insert into raw.referrals by name select 'R' || d || '-' || n as referral_id, "
            f"timezone('{ZONE}', date '{FIRST}' + d::integer + interval 12 hour) as received_at, "
            f"'L00001' as _load_id, timestamptz '{AS_OF_ON} 06:00:00-05:00' as _extracted_at, "
            f"timestamptz '{FIRST} 06:00:00-05:00' as _order_updated_at, _extracted_at as _order_extracted_at, "
            f"(d * 1000 + n)::ubigint as _content_hash from range({DAYS}) days (d), range({A_DAY}) reports (n)"
        )
        con.execute(
            "insert into ledger.loads by name select 'L00001' as load_id, 'referrals' as extract, 'landed' as status, "
            f"timestamptz '{AS_OF_ON} 06:00:00-05:00' as extracted_at"
        )
    return path


def delete_reports(landing: Path, day: int, reports: int, extracted_at: str = f"{AS_OF_ON} 06:00:00-05:00") -> None:
    """Add versions that delete the first `reports` reports of a day."""
    with duckdb.connect(str(landing)) as con:
        con.execute(
            f"insert into raw.referrals by name select 'R{day}-' || n as referral_id, true as deleted, "
            "'L00002' as _load_id, $at::timestamptz as _extracted_at, $at::timestamptz as _order_updated_at, "
            "$at::timestamptz as _order_extracted_at, (1000000 + n)::ubigint as _content_hash from range($n) r (n)",
            {"at": extracted_at, "n": reports},
        )


def alter(path: Path, *statements: str) -> Path:
    """Run statements on a file and return its path."""
    with duckdb.connect(str(path)) as con:
        for statement in statements:
            con.execute(statement)
    return path


def without_day(build: Path, day: str) -> Path:
    """Alter the build as if nobody had called on that day."""
    return alter(
        build,
        *(
            f"delete from marts.{table} where received_on = '{day}'"
            for table in ("referrals", "statutory_counts_daily")
        ),
    )
