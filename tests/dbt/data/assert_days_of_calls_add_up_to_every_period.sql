-- Finds kinds of period whose counts of calls do not add up to those of the days, and days that do not hold every call. Matters
-- always: each call belongs to one day, and so to one month, quarter, fiscal and calendar year. Resolve in the roll-up, or in
-- the calendar if it lacks a day. Where a limit was not in force on a day, nothing is known of its periods.
{%- set counts = telephone_counts() | rejectattr('needs_limit', 'defined') | map(attribute='name') | list %}
with

days as (
    select
        {%- for count in counts %}
            sum({{ count }}) as {{ count }},
        {%- endfor %}
        count(*) as day_rows
    from {{ ref('telephone_daily') }}
),

periods as (
    select
        {%- for count in counts %}
            sum({{ count }}) as {{ count }},
        {%- endfor %}
        period_type
    from {{ ref('telephone_counts') }}
    group by period_type
),

kinds as (
    {%- for period_type in period_types() %}
        select '{{ period_type }}' as period_type
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

broken as (
    select
        kinds.period_type,
        periods.calls_offered,
        days.calls_offered as calls_offered_by_day
    from kinds
    cross join days
    left join periods on kinds.period_type = periods.period_type
    where
        days.calls_offered is distinct from (select nullif(count(*), 0) from {{ ref('calls') }})
        {%- for count in counts %}
            or periods.{{ count }} is distinct from days.{{ count }}
        {%- endfor %}
)

select * from broken
