-- Compares the reports of each day and county with the calls received that are published for them.
with
reports as (
    select received_on, county_fips, count(*) as n
    from build.marts.referrals
    group by all
),
counts as (
    select received_on, county_fips, sum(calls_received) as n
    from build.marts.statutory_counts_daily
    group by all
),
sides as (
    select
        coalesce(r.received_on, c.received_on) as day,
        coalesce(r.n, 0) as reports,
        coalesce(c.n, 0) as calls
    from reports r
    full join counts c
        on r.received_on is not distinct from c.received_on and r.county_fips is not distinct from c.county_fips
)
select
    coalesce(sum(reports), 0)::bigint as reports,
    count(*) filter (reports <> calls) as wrong,
    coalesce(sum(abs(reports - calls)), 0)::bigint as calls,
    (min(day) filter (reports <> calls))::varchar as first_day
from sides
