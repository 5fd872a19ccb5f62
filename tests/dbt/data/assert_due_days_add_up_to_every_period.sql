-- Finds kinds of period, geography and breakdown whose response counts do not add up to the counts of the days. Matters
-- always. Resolve in the roll-up, or in the calendar, counties or slices if they lack one. A count that is null for a slice,
-- because its clocks were not delivered, is not compared.
{%- set counts = response_counts() | map(attribute='name') | list %}
with

days as (
    select
        {%- for count in counts %}
            case when count({{ count }}) = count(*) then sum({{ count }}) end as {{ count }},
        {%- endfor %}
        count(*) as day_rows
    from {{ ref('response_compliance_daily') }}
),

periods as (
    select
        {%- for count in counts %}
            case when count({{ count }}) = count(*) then sum({{ count }}) end as {{ count }},
        {%- endfor %}
        period_type,
        geography_type,
        breakdown
    from {{ ref('response_compliance') }}
    group by period_type, geography_type, breakdown
),

broken as (
    select
        periods.period_type,
        periods.geography_type,
        periods.breakdown
    from periods
    cross join days
    where
        false
        {%- for count in counts %}
            or periods.{{ count }} <> days.{{ count }}
        {%- endfor %}
)

select * from broken
