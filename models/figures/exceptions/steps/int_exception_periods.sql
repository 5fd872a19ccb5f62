-- One row per period, geography and rule with a report in its scope: how many were judged, and how.
with

counted as (
    -- By month first: a period of every kind is made of whole months.
    select
        rule_id,
        {{ first_of('month', 'counted_on') }} as month_start,
        county_fips,
        count(*) as in_scope,
        count(*) filter (where verdict <> 'not_assessed') as assessed,
        count(*) filter (where verdict = 'broken') as broken
    from {{ ref('policy_verdicts') }}
    group by rule_id, {{ first_of('month', 'counted_on') }}, county_fips
),

rolled_up as (
    select
        periods.period_type,
        periods.period_start,
        geographies.geography_type,
        geographies.geography_id,
        counted.rule_id,
        cast(sum(counted.in_scope) as bigint) as in_scope,
        cast(sum(counted.assessed) as bigint) as assessed,
        cast(sum(counted.broken) as bigint) as broken
    from {{ placed('counted', 'month_start', ref('int_period_days')) }}
    group by
        periods.period_type,
        periods.period_start,
        geographies.geography_type,
        geographies.geography_id,
        counted.rule_id
)

select * from rolled_up
