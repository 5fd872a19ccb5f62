-- The telephone line serves the whole state and knows no county, so the state is its only geography.
with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

geographies as (
    select distinct
        geography_type,
        geography_id,
        geography_name
    from {{ ref('int_geographies') }}
    where geography_type = 'state'
),

counted as (
    select
        {%- for count in telephone_counts() %}
            {{ sum_of_days(count.name) }} as {{ count.name }},
            {{ sum_of_days(count.name, 'days.offered_on < periods.compared_until') }} as {{ count.name }}_to_date,
        {%- endfor %}
        periods.period_type,
        periods.period_start
    from {{ ref('telephone_daily') }} as days
    inner join {{ ref('int_period_days') }} as period_days on days.offered_on = period_days.calendar_on
    inner join {{ ref('int_telephone_periods') }} as periods
        on period_days.period_type = periods.period_type and period_days.period_start = periods.period_start
    group by periods.period_type, periods.period_start
),

compared as (
    select
        {{ period_and_geography() }},
        {%- for count in telephone_counts() %}
            counted.{{ count.name }},
        {%- endfor %}
        {%- for name in seconds_to_answer() %}
            {{ where_delivered(name, 'seconds.' ~ name) }} as {{ name }},
        {%- endfor %}
        {%- for each in telephone_shares() %}
            {{ share('counted.' ~ each.part, 'counted.' ~ each.whole) }} as {{ each.name }},
            {{ wilson_low('counted.' ~ each.part, 'counted.' ~ each.whole) }} as {{ each.name }}_low,
            {{ wilson_high('counted.' ~ each.part, 'counted.' ~ each.whole) }} as {{ each.name }}_high,
        {%- endfor %}
        {%- for count in telephone_counts() %}
            previous.{{ count.name }} as {{ count.name }}_previous_year,
            previous.{{ count.name }}_to_date as {{ count.name }}_to_date_previous_year,
        {%- endfor %}
        periods.is_covered,
        periods.days_elapsed
    from {{ ref('int_telephone_periods') }} as periods
    inner join counted
        on periods.period_type = counted.period_type and periods.period_start = counted.period_start
    inner join {{ ref('int_telephone_seconds') }} as seconds
        on periods.period_type = seconds.period_type and periods.period_start = seconds.period_start
    left join counted as previous
        on periods.period_type = previous.period_type and periods.previous_start = previous.period_start
    cross join geographies
    cross join delivered
    order by periods.period_type, periods.period_start
)

select * from compared
