-- One row per slice of a breakdown of response clocks: each priority and response type that has a limit, and the
-- missing value where a report has none, so that the slices of a breakdown always add up.
with

delivered as (
    select response_type from {{ ref('int_delivered') }}
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

sliced as (
    {%- for breakdown, columns in response_breakdowns().items() %}
        select distinct
            '{{ breakdown }}' as breakdown,
            cast({{ 'met.priority' if 'priority' in columns else 'null' }} as bigint) as priority,
            cast({{ 'met.response_type' if 'response_type' in columns else 'null' }} as varchar) as response_type,
            -- The clock of Priority II starts at acceptance, so a slice with Priority II needs more columns (R(h)(2)).
            {{ 'coalesce(met.priority = 2, false)' if 'priority' in columns else 'true' }} as holds_priority_2,
            -- Without response types, nobody knows which reports are of a type.
            {{ 'met.response_type is null or delivered.response_type' if 'response_type' in columns else 'true' }} as is_known
        from met
        cross join delivered
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from sliced
