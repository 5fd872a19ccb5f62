-- Finds counts below 0, and shares, rates and bounds outside 0 to 1. Matters always: such a figure cannot be true.
-- Resolve in the model that the row names.
with

counts as (
    {%- for model, counts in {
        'statutory_counts_daily': statutory_counts(),
        'statutory_counts': statutory_counts(),
        'response_compliance_daily': response_counts(),
        'response_compliance': response_counts(),
    }.items() %}
        select
            '{{ model }}' as found_in,
            least({{ counts | map(attribute='name') | join(', ') }}) as lowest,
            0.0 as highest
        from {{ ref(model) }}
        union all
    {%- endfor %}
    select
        'statutory_counts' as found_in,
        least({{ statutory_shares() | map(attribute='name') | join(', ') }}) as lowest,
        greatest({{ statutory_shares() | map(attribute='name') | join(', ') }}) as highest
    from {{ ref('statutory_counts') }}
    {%- for rate in ['compliance_rate', 'compliance_rate_strict'] %}
        union all
        select
            'response_compliance' as found_in,
            least({{ rate }}, {{ rate }}_low) as lowest,
            greatest({{ rate }}, {{ rate }}_high) as highest
        from {{ ref('response_compliance') }}
    {%- endfor %}
),

broken as (
    select * from counts
    where lowest < 0 or highest > 1
)

select * from broken
