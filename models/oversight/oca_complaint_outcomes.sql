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
        {%- for count in complaint_counts() %}
            {{ count.sql }} as {{ count.name }},
        {%- endfor %}
        percentile_cont(0.5) within group (order by complaints.days_to_follow_up) as median_days_to_follow_up,
        avg(complaints.days_to_follow_up) as mean_days_to_follow_up,
        percentile_cont(0.5) within group (order by complaints.days_to_decision) as median_days_to_decision,
        avg(complaints.days_to_decision) as mean_days_to_decision,
        percentile_cont(0.5) within group (order by complaints.days_to_close) as median_days_to_close,
        avg(complaints.days_to_close) as mean_days_to_close,
        {{ reports_where('has_steps_out_of_order') }} as steps_out_of_order
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
        {%- for count in complaint_counts() %}
            case when delivered.{{ count.needs }} then counted.{{ count.name }} end as {{ count.name }},
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
