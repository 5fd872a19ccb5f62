-- One row per period and geography in which a report was received: the exact quantiles of the hours of each clock of
-- screening. Quantiles don't add up, so each is taken from the reports themselves. A clock that ends before it begins
-- has no known hours.
with

reports as (
    select
        {%- for period_type in period_types() %}
            calendar.{{ period_type }}_start,
        {%- endfor %}
        {%- for clock in screening_clocks() %}
            case
                when reports.{{ clock.to }} >= reports.{{ clock.from }}
                    then {{ microseconds_between('reports.' ~ clock.from, 'reports.' ~ clock.to) }}
            end as {{ clock.hours }}_microseconds,
        {%- endfor %}
        reports.district_id,
        reports.county_fips
    from {{ ref('referrals') }} as reports
    inner join {{ ref('calendar') }} as calendar on reports.received_on = calendar.calendar_on
),

measured as (
    select
        {%- for period_type in period_types() %}
            {{ period_type }}_start,
        {%- endfor %}
        {%- for clock in screening_clocks() %}
            {{ quantiles(clock.hours ~ '_microseconds', [0.5, 0.9]) }} as {{ clock.hours }}_quantiles,
        {%- endfor %}
        district_id,
        county_fips
    from reports
    group by grouping sets (
        {%- for period_type in period_types() %}
            ({{ period_type }}_start),
            ({{ period_type }}_start, district_id),
            ({{ period_type }}_start, county_fips){{ "," if not loop.last }}
        {%- endfor %}
    )
),

named as (
    select
        {%- for clock in screening_clocks() %}
            measured.{{ clock.hours }}_quantiles[1] / 3600000000.0 as {{ clock.median }},
            measured.{{ clock.hours }}_quantiles[2] / 3600000000.0 as {{ clock.p90 }},
        {%- endfor %}
        case
            {%- for period_type in period_types() %}
                when measured.{{ period_type }}_start is not null then '{{ period_type }}'
            {%- endfor %}
        end as period_type,
        coalesce(
            {%- for period_type in period_types() %}
                measured.{{ period_type }}_start{{ "," if not loop.last }}
            {%- endfor %}
        ) as period_start,
        case
            when measured.county_fips is not null then 'county'
            when measured.district_id is not null then 'district'
            else 'state'
        end as geography_type,
        coalesce(measured.county_fips, measured.district_id, build.jurisdiction_id) as geography_id
    from measured
    cross join {{ ref('int_build') }} as build
)

select * from named
