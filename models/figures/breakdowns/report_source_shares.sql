{#- Each breakdown, with the columns of its rows. -#}
{%- set breakdowns = {'reporter_type': ['reporter_type', 'reporter_class'], 'received_via': ['received_via']} -%}
with

counted as (
    select * from {{ ref('report_source_counts') }}
),

summed as (
    {%- for breakdown, columns in breakdowns.items() %}
        select
            {{ period_and_geography('counted') }},
            '{{ breakdown }}' as breakdown,
            {%- for column in ['reporter_type', 'reporter_class', 'received_via'] %}
                {{ 'counted.' ~ column if column in columns else 'cast(null as varchar)' }} as {{ column }},
            {%- endfor %}
            cast(sum(counted.reports) as bigint) as reports,
            cast(sum(counted.screened_out) as bigint) as screened_out
        from counted
        group by
            {{ period_and_geography('counted') }}
            {%- for column in columns %}, counted.{{ column }}{% endfor %}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

wholes as (
    select
        *,
        sum(reports) over (partition by period_type, period_start, geography_type, geography_id, breakdown) as every_report
    from summed
),

shared as (
    select
        * exclude (every_report),
        {{ share('reports', 'every_report') }} as share_of_reports,
        {{ wilson_low('reports', 'every_report') }} as share_of_reports_low,
        {{ wilson_high('reports', 'every_report') }} as share_of_reports_high,
        {{ share('screened_out', 'reports') }} as share_screened_out,
        {{ wilson_low('screened_out', 'reports') }} as share_screened_out_low,
        {{ wilson_high('screened_out', 'reports') }} as share_screened_out_high
    from wholes
    order by geography_type, geography_id, period_type, period_start, breakdown, reporter_type, received_via
)

select * from shared
