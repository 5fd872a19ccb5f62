-- One row per complaint and breakdown, with the complaint's value as text.
{#- The columns that complaints are broken down by: a code of the register's code lists, a yes or no, or a word. #}
{%- set breakdowns = {
    'concern': 'code',
    'case_standing': 'code',
    'in_scope': 'boolean',
    'referred_to': 'code',
    'agency_contacted_first': 'boolean',
    'agency_contact_level': 'code',
    'complainant_anonymous': 'boolean',
    'received_via': 'word',
    'decision': 'word',
    'finding': 'code',
    'recommendation': 'code',
} %}
with

complaints as (
    select * from {{ ref('oca_complaints') }}
),

delivered as (
    select * from {{ ref('int_oversight_delivered') }}
),

broken_down as (
    select
        complaint_id,
        'all' as breakdown,
        'all' as value
    from complaints
    {%- for column, kind in breakdowns.items() %}
        union all
        select
            complaints.complaint_id,
            '{{ column }}' as breakdown,
            case
                when not delivered.{{ column }} then 'not_delivered'
                when complaints.{{ column }} is null then 'not_recorded'
                {%- if kind == 'boolean' %}
                    when complaints.{{ column }} then 'yes'
                    else 'no'
                {%- else %}
                    else complaints.{{ column }}
                {%- endif %}
            end as value
        from complaints
        cross join delivered
    {%- endfor %}
)

select * from broken_down
