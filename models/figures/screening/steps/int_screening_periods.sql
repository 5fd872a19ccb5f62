-- One row per period and geography in which a report was received, with its measures beside the rules.
{%- set sources = [
    'referrals', 'screening_changes', 'unable_to_locate_reports', 'contacts', 'screening_reviews', 'completions',
] %}
with

registered_sex_offenders as (
    select code from {{ ref('reporter_types') }}
    where meaning = 'registered_sex_offender'
),

first_delivery as (
    -- A report that changed before the first delivery came as changed, without its earlier versions.
    select first_extracted_at as extracted_at from {{ ref('int_extract_files') }}
    where extract = 'referrals'
),

{% for source in sources -%}
    {{ source }}_counted as (
        -- By month first: a period of every kind is made of whole months.
        select
            {%- for count in screening_counts() %}
                {{ count.sql[source] | default('0') }} as {{ count.name }},
            {%- endfor %}
            calendar.month_start,
            single_rows.county_fips
        from {{ ref(source) }} as single_rows
        inner join {{ ref('calendar') }} as calendar on single_rows.received_on = calendar.calendar_on
        group by calendar.month_start, single_rows.county_fips
    ),

{% endfor -%}
counted as (
    {%- for source in sources %}
        select * from {{ source }}_counted
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

rolled_up as (
    select
        {%- for count in screening_counts() %}
            sum(counted.{{ count.name }}) as {{ count.name }},
        {%- endfor %}
        periods.period_type,
        periods.period_start,
        geographies.geography_type,
        geographies.geography_id
    from {{ placed('counted', 'month_start', ref('int_period_days')) }}
    group by periods.period_type, periods.period_start, geographies.geography_type, geographies.geography_id
)

select * from rolled_up
