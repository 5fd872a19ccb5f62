-- Finds metrics whose SQL, over single reports, gives another value than performance_trends publishes for a month of the
-- state. Matters always: readers are shown the SQL as the meaning of the number. Resolve in the seed `metrics` or in
-- int_measures. A month without a value is not compared.
-- depends_on: {{ ref('reference_metrics') }}, {{ ref('performance_trends') }}
{%- set followed = published_metrics() | selectattr('published_in', 'equalto', 'marts.performance_trends') %}
{%- set metrics = followed | selectattr('counted_from', 'equalto', 'marts.response_times') | list %}
with

counted as (
    select
    {%- for metric in metrics %}
        {{ metric.sql }} as {{ metric.metric_id }},
    {%- endfor %}
        calendar.month_start
    from {{ ref('response_times') }} as single_rows
    inner join {{ ref('calendar') }} as calendar on single_rows.counted_on = calendar.calendar_on
    group by calendar.month_start
),

compared as (
    select
        'none' as measure,
        'none' as period_label,
        0.0 as published,
        0.0 as counted_value
    from counted
    where month_start is null
    {%- for metric in metrics %}
        union all
        select
            trends.measure,
            trends.period_label,
            trends.value,
            counted.{{ metric.metric_id }}
        from {{ ref('performance_trends') }} as trends
        inner join counted on trends.period_start = counted.month_start
        where trends.measure = '{{ metric.metric_id }}' and trends.geography_type = 'state'
    {%- endfor %}
),

broken as (
    select * from compared
    where
        published is not null
        and coalesce(abs(published - counted_value) > 1e-9 * greatest(1, abs(counted_value)), true)
)

select * from broken
