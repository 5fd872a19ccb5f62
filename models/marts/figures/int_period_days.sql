-- One row a day and kind of period: the period of that kind in which the day lies.
with

placed as (
    {%- for period_type in period_types() %}
        select
            calendar_on,
            '{{ period_type }}' as period_type,
            {{ period_type }}_start as period_start,
            {{ period_type }}_end as period_end,
            {{ period_type }}_label as period_label
        from {{ ref('calendar') }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
)

select * from placed
