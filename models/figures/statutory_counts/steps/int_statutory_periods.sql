-- One row per period and geography in which a report was received: its counts, and the counts of those of its days that
-- are compared with the following year's period.
with

days as (
    select * from {{ ref('statutory_counts_daily') }}
),

counted as (
    select
        {%- for count in statutory_counts() %}
            sum(days.{{ count.name }}) as {{ count.name }},
            sum(days.{{ count.name }}) filter (where days.received_on < periods.compared_until) as {{ count.name }}_to_date,
        {%- endfor %}
        periods.period_type,
        periods.period_start,
        days.county_fips
    from days
    inner join {{ ref('int_period_days') }} as period_days on days.received_on = period_days.calendar_on
    inner join {{ ref('int_periods') }} as periods
        on period_days.period_type = periods.period_type and period_days.period_start = periods.period_start
    group by periods.period_type, periods.period_start, days.county_fips
),

rolled_up as (
    select
        {%- for count in statutory_counts() %}
            sum(counted.{{ count.name }}) as {{ count.name }},
            sum(counted.{{ count.name }}_to_date) as {{ count.name }}_to_date,
        {%- endfor %}
        counted.period_type,
        counted.period_start,
        geographies.geography_type,
        geographies.geography_id
    from counted
    inner join {{ ref('int_geographies') }} as geographies on counted.county_fips = geographies.county_fips
    group by
        counted.period_type, counted.period_start, geographies.geography_type, geographies.geography_id
)

select * from rolled_up
