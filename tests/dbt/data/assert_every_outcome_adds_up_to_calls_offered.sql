-- Finds days and periods where the outcomes of calls do not add up to the calls offered. Matters always: a call that is in no
-- outcome, or in two, makes the share of calls answered wrong (R(a)). Resolve by mending call_outcome in calls. Where an
-- outcome was not delivered, nothing is known and nothing is compared.
{%- set outcomes = telephone_counts() | selectattr('is_outcome', 'defined') | map(attribute='name') | list %}
with

figures as (
    {%- for model, placed_by in {
        'telephone_daily': 'cast(offered_on as varchar)',
        'telephone_counts': "period_type || ' ' || period_start",
    }.items() %}
        select
            '{{ model }}' as found_in,
            {{ placed_by }} as placed_in,
            calls_offered,
            {{ outcomes | join(' + ') }} as calls_by_outcome
        from {{ ref(model) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

broken as (
    select * from figures
    where calls_by_outcome <> calls_offered
)

select * from broken
