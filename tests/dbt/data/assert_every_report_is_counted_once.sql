-- Finds days and counties where the number of reports in referrals is not calls_received, and days and counties that only
-- one of the two tables has. Matters always: a report that is counted twice or not at all makes every figure wrong. Resolve
-- in the join of statutory_counts_daily that lost or repeated the report.
with

reports as (
    select
        received_on,
        county_fips,
        count(*) as reports
    from {{ ref('referrals') }}
    group by received_on, county_fips
),

compared as (
    select
        coalesce(reports.received_on, days.received_on) as received_on,
        coalesce(reports.county_fips, days.county_fips) as county_fips,
        reports.reports,
        days.calls_received
    from reports
    full join {{ ref('statutory_counts_daily') }} as days
        on reports.received_on = days.received_on and reports.county_fips = days.county_fips
    where reports.reports is distinct from days.calls_received
)

select * from compared
