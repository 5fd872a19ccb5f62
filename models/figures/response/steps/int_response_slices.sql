-- One row per slice of a breakdown of response clocks: each priority and response type that has a limit, and the
-- missing value where a report has none, so that the slices of a breakdown always add up.
with

delivered as (
    select response_type from {{ ref('int_delivered') }}
),

starts as (
    select
        priority,
        bool_or(counted_from in ('accepted_on', 'accepted_at')) as counts_from_acceptance
    from {{ ref('response_limits') }}
    where limit_id = 'initiation_days'
    group by priority
),

met as (
    select
        priority,
        response_type
    from {{ ref('response_limits') }}
    union
    select
        priority,
        response_type
    from {{ ref('response_compliance_daily') }}
),

started as (
    select
        met.priority,
        met.response_type,
        coalesce(starts.counts_from_acceptance, false) as counts_from_acceptance
    from met
    left join starts on met.priority = starts.priority
),

sliced as (
    {%- for breakdown, columns in response_breakdowns().items() %}
        select distinct
            '{{ breakdown }}' as breakdown,
            cast({{ 'started.priority' if 'priority' in columns else 'null' }} as bigint) as priority,
            cast({{ 'started.response_type' if 'response_type' in columns else 'null' }} as varchar) as response_type,
            -- A slice with a priority whose clock starts at acceptance needs more columns (R(h)(2)).
            {{ 'started.counts_from_acceptance' if 'priority' in columns
                else '(select bool_or(starts.counts_from_acceptance) from starts)' }} as counts_from_acceptance,
            -- Without response types, nobody knows which reports are of a type.
            {{ 'started.response_type is null or delivered.response_type' if 'response_type' in columns else 'true' }} as is_known
        from started
        cross join delivered
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from sliced
