with

delivered as (
    select * from {{ ref('int_oversight_delivered') }}
),

geographies as (
    select * from {{ ref('int_geographies') }}
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
        periods.period_type,
        periods.period_start,
        periods.period_end,
        periods.period_label,
        geographies.geography_type,
        geographies.geography_id,
        geographies.geography_name,
        periods.is_complete,
        given.breakdown,
        given.value,
        count(*) as complaints,
        {%- for count in complaint_counts() %}
            {{ count.sql }} as {{ count.name }},
        {%- endfor %}
        {%- for days in complaint_steps() %}
            {{ quantile(days, 0.5) }} as median_{{ days }},
            avg({{ days }}) as mean_{{ days }},
        {%- endfor %}
        {{ reports_where('has_steps_out_of_order') }} as steps_out_of_order
    from {{ ref('oca_complaints') }} as complaints
    inner join {{ ref('int_complaint_values') }} as given on complaints.complaint_id = given.complaint_id
    inner join {{ ref('int_oversight_periods') }} as periods on complaints.received_on = periods.calendar_on
    inner join geographies on complaints.county_fips = geographies.county_fips
    group by all
),

published as (
    select
        counted.period_type,
        counted.period_start,
        counted.period_end,
        counted.period_label,
        counted.geography_type,
        counted.geography_id,
        counted.geography_name,
        counted.is_complete,
        counted.breakdown,
        counted.value,
        coalesce(labels.label, upper(counted.value[1]) || replace(counted.value[2:], '_', ' ')) as value_label,
        counted.complaints,
        {%- for count in complaint_counts() %}
            case when delivered.{{ count.needs }} then counted.{{ count.name }} end as {{ count.name }},
        {%- endfor %}
        {%- for days in complaint_steps() %}
            counted.median_{{ days }},
            counted.mean_{{ days }},
        {%- endfor %}
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
