-- Finds kinds of period and geography whose counts do not add up to the counts of the days. Matters always: each report
-- belongs to one day, and so to one month, quarter, fiscal and calendar year, county and district. Resolve in the roll-up,
-- or in the calendar or list of counties if it lacks a day or a county.
{%- set counts = statutory_counts() | map(attribute='name') | list %}
with

days as (
    select
        {%- for count in counts %}
            sum({{ count }}) as {{ count }},
        {%- endfor %}
        count(*) as day_rows
    from {{ ref('statutory_counts_daily') }}
),

periods as (
    select
        {%- for count in counts %}
            sum({{ count }}) as {{ count }},
        {%- endfor %}
        period_type,
        geography_type
    from {{ ref('statutory_counts') }}
    group by period_type, geography_type
),

kinds as (
    select distinct
        periods.period_type,
        geographies.geography_type
    from {{ ref('int_period_days') }} as periods
    cross join {{ ref('int_geographies') }} as geographies
),

broken as (
    select
        kinds.period_type,
        kinds.geography_type,
        periods.calls_received,
        days.calls_received as calls_received_by_day
    from kinds
    cross join days
    left join periods
        on kinds.period_type = periods.period_type and kinds.geography_type = periods.geography_type
    where
        false
        {%- for count in counts %}
            or periods.{{ count }} is distinct from days.{{ count }}
        {%- endfor %}
)

select * from broken
