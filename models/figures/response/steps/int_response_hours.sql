-- One row per period, geography and slice with an initiated report: the exact quantiles of its hours. Quantiles don't
-- add up, so each is taken from the reports themselves.
with

initiated as (
    select
        period_days.period_type,
        period_days.period_start,
        counties.district_id,
        reports.county_fips,
        reports.priority,
        reports.response_type,
        reports.hours_to_initiation
    from {{ ref('response_times') }} as reports
    inner join {{ ref('int_period_days') }} as period_days on reports.counted_on = period_days.calendar_on
    inner join {{ ref('counties') }} as counties on reports.county_fips = counties.county_fips
    where
        reports.response_status in ('timely', 'late', 'excepted')
        and reports.initiated_at is not null
),

measured as (
    select
        period_type,
        period_start,
        district_id,
        county_fips,
        priority,
        response_type,
        grouping(priority) as over_priorities,
        grouping(response_type) as over_response_types,
        count(*) as reports_with_hours,
        {{ quantiles('hours_to_initiation', [0.5, 0.9]) }} as median_and_p90_hours
    from initiated
    group by grouping sets (
        {%- for geography in [[], ['district_id'], ['county_fips']] %}
            {%- set last_geography = loop.last %}
            {%- for columns in response_breakdowns().values() %}
                (
                    {{ (['period_type', 'period_start'] + geography + columns) | join(', ') }}
                ){{ "," if not (loop.last and last_geography) }}
            {%- endfor %}
        {%- endfor %}
    )
),

named as (
    select
        measured.period_type,
        measured.period_start,
        case
            when measured.county_fips is not null then 'county'
            when measured.district_id is not null then 'district'
            else 'state'
        end as geography_type,
        coalesce(measured.county_fips, measured.district_id, build.jurisdiction_id) as geography_id,
        case
            {%- for breakdown, columns in response_breakdowns().items() %}
                when
                    measured.over_priorities = {{ 0 if 'priority' in columns else 1 }}
                    and measured.over_response_types = {{ 0 if 'response_type' in columns else 1 }} then '{{ breakdown }}'
            {%- endfor %}
        end as breakdown,
        measured.priority,
        measured.response_type,
        measured.reports_with_hours,
        measured.median_and_p90_hours[1] as median_hours,
        measured.median_and_p90_hours[2] as p90_hours
    from measured
    cross join {{ ref('int_build') }} as build
)

select * from named
