{#- Each count of complaints: its name, which complaints it counts, and the column that must have been delivered. #}
{%- set counts = [
    ('in_scope', 'in_scope', 'in_scope'),
    ('out_of_scope', 'not in_scope', 'in_scope'),
    ('scope_not_recorded', 'in_scope is null', 'in_scope'),
    ('anonymous', 'complainant_anonymous', 'complainant_anonymous'),
    ('agency_contacted_first', 'agency_contacted_first', 'agency_contacted_first'),
    ('linked_to_caseload', "report_link = 'in_caseload'", 'referral_id'),
    ('followed_up', 'followed_up_at is not null', 'followed_up_at'),
    ('decided', 'decided_at is not null', 'decided_at'),
    ('investigated', 'opened_at is not null', 'opened_at'),
    ('closed', 'closed_at is not null', 'closed_at'),
] %}
with

delivered as (
    select * from {{ ref('int_oversight_delivered') }}
),

complaints as (
    select * from {{ ref('oca_complaints') }}
),

labels as (
    select
        code_list,
        code,
        {{ greatest_by('label', ['effective_from']) }} as label
    from {{ ref('oca_complaint_codes') }}
    group by code_list, code
),

counted as (
    select
        {{ period_and_geography() }},
        given.breakdown,
        given.value,
        count(*) as complaints,
        {%- for name, condition, needs in counts %}
            count(*) filter (where {{ condition }}) as {{ name }},
        {%- endfor %}
        percentile_cont(0.5) within group (order by complaints.days_to_follow_up) as median_days_to_follow_up,
        avg(complaints.days_to_follow_up) as mean_days_to_follow_up,
        percentile_cont(0.5) within group (order by complaints.days_to_decision) as median_days_to_decision,
        avg(complaints.days_to_decision) as mean_days_to_decision,
        percentile_cont(0.5) within group (order by complaints.days_to_close) as median_days_to_close,
        avg(complaints.days_to_close) as mean_days_to_close,
        count(*) filter (where complaints.has_steps_out_of_order) as steps_out_of_order
    from {{ placed('complaints', 'received_on', ref('int_oversight_periods')) }}
    inner join {{ ref('int_complaint_values') }} as given on complaints.complaint_id = given.complaint_id
    group by all
),

published as (
    select
        {{ period_and_geography('counted') }},
        counted.breakdown,
        counted.value,
        coalesce(labels.label, upper(counted.value[1]) || replace(counted.value[2:], '_', ' ')) as value_label,
        counted.complaints,
        {%- for name, condition, needs in counts %}
            case when delivered.{{ needs }} then counted.{{ name }} end as {{ name }},
        {%- endfor %}
        counted.median_days_to_follow_up,
        counted.mean_days_to_follow_up,
        counted.median_days_to_decision,
        counted.mean_days_to_decision,
        counted.median_days_to_close,
        counted.mean_days_to_close,
        counted.steps_out_of_order
    from counted
    left join labels on counted.breakdown = labels.code_list and counted.value = labels.code
    cross join delivered
    order by
        counted.geography_type,
        counted.geography_id,
        counted.breakdown,
        counted.value,
        counted.period_type,
        counted.period_start
)

select * from published
