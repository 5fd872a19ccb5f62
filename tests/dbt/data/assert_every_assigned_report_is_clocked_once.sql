-- Finds days, counties, priorities and response types with another number of clocks than in the daily figures. Matters
-- always. Resolve in response_compliance_daily. Where a column that clocks need was not delivered, the figures are null and
-- nothing is compared. Late, overdue and excepted are null on a day after as_of_on, where no report is any of them yet.
with

clocks as (
    select
        counted_on as due_on,
        county_fips,
        priority,
        response_type,
        count(*) as reports
    from {{ ref('response_times') }}
    group by counted_on, county_fips, priority, response_type
),

compared as (
    select
        coalesce(clocks.due_on, days.due_on) as due_on,
        coalesce(clocks.county_fips, days.county_fips) as county_fips,
        clocks.reports,
        days.due,
        days.timely + coalesce(days.late, 0) + coalesce(days.overdue, 0) + days.pending + coalesce(days.excepted, 0)
            as due_by_status,
        days.not_evaluable
    from clocks
    full join {{ ref('response_compliance_daily') }} as days
        on
            clocks.due_on = days.due_on
            and clocks.county_fips = days.county_fips
            and clocks.priority is not distinct from days.priority
            and clocks.response_type is not distinct from days.response_type
),

broken as (
    select * from compared
    where
        reports is null
        or reports <> due + not_evaluable
        or due <> due_by_status
)

select * from broken
