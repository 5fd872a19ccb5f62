-- One row per period and statutory count of the whole state, as published. Publishing records these figures.
with

counts as (
    select * from {{ ref('statutory_counts') }}
    where geography_type = 'state'
),

listed as (
    {%- for count in statutory_counts() %}
        select
            period_type,
            period_start,
            period_label,
            '{{ count.name }}' as metric_id,
            {{ count.name }} as value
        from counts
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from listed
