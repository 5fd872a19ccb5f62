{%- set limit_ids = ['initiation_days', 'set_date_min_days', 'set_date_max_days', 'exception_days'] %}
-- The seed has one row per limit, but all limits in force on the day of receipt judge a report. So the days of each
-- priority and response type are cut wherever one of its limits changed.
with limits as (
    select * from {{ ref('response_limits') }}
),

changes as (
    select
        priority,
        response_type,
        effective_from as changed_on
    from limits
    union
    select
        priority,
        response_type,
        effective_to as changed_on
    from limits
),

generations as (
    select
        priority,
        response_type,
        changed_on as effective_from,
        lead(changed_on) over (partition by priority, response_type order by changed_on) as effective_to
    from changes
),

limits_in_force as (
    select
        {%- for limit_id in limit_ids %}
            max(case when limits.limit_id = '{{ limit_id }}' then limits.length end) as {{ limit_id }},
            max(case when limits.limit_id = '{{ limit_id }}' then limits.unit end) as {{ limit_id }}_unit,
            max(case when limits.limit_id = '{{ limit_id }}' then limits.counted_from end) as {{ limit_id }}_counted_from,
        {%- endfor %}
        generations.priority,
        generations.response_type,
        generations.effective_from,
        generations.effective_to
    from generations
    inner join limits
        on
            generations.priority = limits.priority
            and generations.response_type = limits.response_type
            and generations.effective_from >= limits.effective_from
            and generations.effective_from < limits.effective_to
    where generations.effective_to is not null
    group by
        generations.priority,
        generations.response_type,
        generations.effective_from,
        generations.effective_to
)

select * from limits_in_force
