-- Finds periods whose counts of calls do not add up from the hours of the week. Matters always: each call belongs to one hour
-- of one weekday. Resolve in telephone_hours, or in telephone_counts. A count that is unknown in one hour is unknown in its
-- period.
{%- set counts = telephone_counts() | map(attribute='name') | list %}
with

hours as (
    select
        {%- for count in counts %}
            case when count({{ count }}) = count(*) then sum({{ count }}) end as {{ count }},
        {%- endfor %}
        period_type,
        period_start,
        geography_id
    from {{ ref('telephone_hours') }}
    group by period_type, period_start, geography_id
),

broken as (
    select
        coalesce(periods.period_type, hours.period_type) as period_type,
        coalesce(periods.period_start, hours.period_start) as period_start,
        periods.calls_offered,
        hours.calls_offered as calls_offered_by_hour
    from {{ ref('telephone_counts') }} as periods
    full join hours
        on
            periods.period_type = hours.period_type
            and periods.period_start = hours.period_start
            and periods.geography_id = hours.geography_id
    where
        false
        {%- for count in counts %}
            or periods.{{ count }} is distinct from hours.{{ count }}
        {%- endfor %}
)

select * from broken
