with

build as (
    select as_of_on from {{ ref('int_build') }}
),

delivered as (
    select * from {{ ref('int_oversight_delivered') }}
),

counted as (
    select
        periods.period_type,
        periods.period_start,
        periods.period_end,
        periods.period_label,
        geographies.geography_type,
        geographies.geography_id,
        geographies.geography_name,
        periods.is_complete,
        reports.window_months,
        count(*) as index_reports,
        cast(sum(reports.denominator) as bigint) as denominator,
        case when delivered.screen_out_reason then cast(sum(reports.numerator) as bigint) end as numerator
    from {{ ref('re_reports') }} as reports
    inner join {{ ref('int_oversight_periods') }} as periods on reports.index_on = periods.calendar_on
    inner join {{ ref('int_geographies') }} as geographies on reports.county_fips = geographies.county_fips
    cross join delivered
    group by
        periods.period_type,
        periods.period_start,
        periods.period_end,
        periods.period_label,
        geographies.geography_type,
        geographies.geography_id,
        geographies.geography_name,
        periods.is_complete,
        reports.window_months,
        delivered.screen_out_reason
),

rated as (
    select
        counted.period_type,
        counted.period_start,
        counted.period_end,
        counted.period_label,
        counted.geography_type,
        counted.geography_id,
        counted.geography_name,
        counted.window_months,
        counted.is_complete,
        coalesce({{ add_months('counted.period_end', 'counted.window_months') }} <= build.as_of_on, false) as is_mature,
        counted.index_reports,
        counted.index_reports - counted.denominator as windows_open,
        counted.denominator,
        counted.numerator,
        {{ share('counted.numerator', 'counted.denominator') }} as rate,
        {{ wilson_low('counted.numerator', 'counted.denominator') }} as rate_low,
        {{ wilson_high('counted.numerator', 'counted.denominator') }} as rate_high
    from counted
    cross join build
    order by
        counted.geography_type, counted.geography_id, counted.window_months, counted.period_type, counted.period_start
)

select * from rated
