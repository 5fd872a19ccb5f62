-- One row per complaint and breakdown, with the complaint's value as text.
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
    {%- for column, kind in complaint_breakdowns().items() %}
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
