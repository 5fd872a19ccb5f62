-- Finds kinds of period, geography and breakdown whose response counts do not add up to the counts of the days. Matters
-- always. Resolve in the roll-up, or in the calendar, counties or slices if they lack one. A count that is null for a slice,
-- because its clocks were not delivered, is not compared. No period begins after the last covered day, so of the days those
-- of later periods are left out; late, overdue and excepted are null on days after as_of_on.
{%- set counts = response_counts() | map(attribute='name') | list %}
with

days as (
    select
        {%- for count in response_counts() %}
            {%- set name = count.name %}
            {%- set known = 'true' if not count.is_known_when_due else 'days.due_on <= build.as_of_on' %}
            case
                when count(days.{{ name }}) filter (where {{ known }}) = count(*) filter (where {{ known }})
                    then coalesce(sum(days.{{ name }}), 0)
            end as {{ name }},
        {%- endfor %}
        period_days.period_type
    from {{ ref('response_compliance_daily') }} as days
    inner join {{ ref('int_period_days') }} as period_days on days.due_on = period_days.calendar_on
    inner join {{ ref('int_covered_until') }} as covered on period_days.period_start <= covered.covered_until_on
    cross join {{ ref('int_build') }} as build
    group by period_days.period_type
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
    inner join days on periods.period_type = days.period_type
    where
        false
        {%- for count in counts %}
            or periods.{{ count }} <> days.{{ count }}
        {%- endfor %}
)

select * from broken
