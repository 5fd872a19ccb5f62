-- Finds periods and geographies in which the rows of a table that breaks reports down do not add up to the statutory counts:
-- by reason to the reports screened out, by source, by kind of reporter, by channel and by hour to the reports received, and by
-- type of maltreatment to the allegations found unsubstantiated and ruled out. Matters always: a report would be in no row, or
-- in two. Resolve in the table that the row names, or in the macro break_down. A count that is null because a column was not
-- delivered is not compared.
{%- set of_reports = {
    'reports': 'calls_received', 'screened_out': 'calls_screened_out', 'assigned': 'referrals_assigned',
    'anonymous': 'calls_anonymous',
} %}
{%- set of_sources = {'reports': 'calls_received', 'screened_out': 'calls_screened_out'} %}
{%- set compared = {
    'report_source_counts': of_reports,
    'report_source_shares.reporter_type': of_sources,
    'report_source_shares.received_via': of_sources,
    'report_hours': of_reports,
    'screen_out_reason_counts': {'reports': 'calls_screened_out', 'screened_out': 'calls_screened_out'},
} %}
with

findings as (
    select
        counted.period_type,
        counted.period_start,
        counted.geography_type,
        counted.geography_id,
        sum(counted.allegations) filter (where findings.meaning = 'unsubstantiated') as unsubstantiated,
        sum(counted.allegations) filter (where findings.meaning = 'ruled_out') as ruled_out,
        count(*) > count(counted.allegations) as is_unknown
    from {{ ref('maltreatment_counts') }} as counted
    left join {{ ref('findings') }} as findings on counted.finding = findings.code
    group by counted.period_type, counted.period_start, counted.geography_type, counted.geography_id
),

{% for table, counts in compared.items() %}
    {%- set breakdown = table.split('.')[1:] %}
    {{ table | replace('.', '_') }}_summed as (
        select
            period_type,
            period_start,
            geography_type,
            {%- for count in counts %}
                sum({{ count }}) as {{ count }},
                count(*) > count({{ count }}) as is_{{ count }}_unknown,
            {%- endfor %}
            geography_id
        from {{ ref(table.split('.')[0]) }}
        {%- if breakdown %}
            where breakdown = '{{ breakdown[0] }}'
        {%- endif %}
        group by period_type, period_start, geography_type, geography_id
    ),
{% endfor %}

compared as (
    {%- for table, counts in compared.items() %}
        {%- for count, whole in counts.items() %}
            select
                '{{ table }}.{{ count }}' as found_in,
                whole.period_label,
                whole.geography_id,
                whole.{{ whole }} as expected,
                coalesce(parts.{{ count }}, 0) as found
            from {{ ref('statutory_counts') }} as whole
            left join {{ table | replace('.', '_') }}_summed as parts on {{ same_period_and_geography('whole', 'parts') }}
            where
                not coalesce(parts.is_{{ count }}_unknown, false)
                {%- if table == 'report_hours' %}
                    and (whole.geography_type <> 'county' or whole.period_type in ('fiscal_year', 'calendar_year'))
                {%- endif %}
            union all
        {%- endfor %}
    {%- endfor %}
    {%- for part in ['unsubstantiated', 'ruled_out'] %}
        select
            'maltreatment_counts.{{ part }}' as found_in,
            whole.period_label,
            whole.geography_id,
            whole.allegations_{{ part }} as expected,
            coalesce(parts.{{ part }}, 0) as found
        from {{ ref('statutory_counts') }} as whole
        left join findings as parts on {{ same_period_and_geography('whole', 'parts') }}
        where not coalesce(parts.is_unknown, false)
        {{ "union all" if not loop.last }}
    {%- endfor %}
),

broken as (
    select * from compared
    where expected is not null and expected <> found
)

select * from broken
