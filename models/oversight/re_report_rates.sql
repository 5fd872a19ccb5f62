with

build as (
    select as_of_on from {{ ref('int_build') }}
),

delivered as (
    select * from {{ ref('int_oversight_delivered') }}
),

reports as (
    select * from {{ ref('re_reports') }}
),

counted as (
    select
        {{ period_and_geography() }},
        reports.window_id,
        reports.window_length,
        reports.window_unit,
        reports.window_months,
        count(*) as index_reports,
        cast(sum(reports.denominator) as bigint) as denominator,
        case when delivered.screen_out_reason then cast(sum(reports.numerator) as bigint) end as numerator
    from {{ placed('reports', 'index_on', ref('int_oversight_periods')) }}
    cross join delivered
    group by
        {{ period_and_geography() }},
        reports.window_id,
        reports.window_length,
        reports.window_unit,
        reports.window_months,
        delivered.screen_out_reason
),

rated as (
    select
        {{ period_and_geography('counted') }},
        counted.window_id,
        counted.window_length,
        counted.window_unit,
        counted.window_months,
        coalesce(
            {{ limit_ends_on('counted.period_end', 'counted.window_length', 'counted.window_unit') }} <= build.as_of_on,
            false
        ) as is_mature,
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
        counted.geography_type,
        counted.geography_id,
        counted.window_months,
        counted.window_id,
        counted.period_type,
        counted.period_start
)

select * from rated
