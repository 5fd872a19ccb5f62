-- Finds metrics that no figure publishes, and counts and rates of the figures that no metric defines. Matters always: a
-- reader cannot know what such a number means. Resolve by adding the row to the seed `metrics`, or by removing it. Columns to
-- date or of the year before and bounds of an interval need no metric: they are read like the number that they belong to. A
-- measure that only trends and comparisons publish is a row there and not a column. A measure that is also a column has its
-- metric from the column, and a count that screening_measures repeats has it from statutory_counts.
-- depends_on: {{ ref('statutory_counts') }}, {{ ref('response_compliance') }}, {{ ref('screening_measures') }}
-- depends_on: {{ ref('telephone_counts') }}
with

figures as (
    select
        table_schema || '.' || table_name as published_in,
        column_name
    from information_schema.columns
    where
        table_catalog = current_database()
        and table_schema = 'marts'
        and table_name in ('statutory_counts', 'response_compliance', 'screening_measures', 'telephone_counts')
        and data_type in ('BIGINT', 'DOUBLE')
        and column_name not in ('days_elapsed', 'priority')
        and not regexp_matches(column_name, '_(to_date|previous_year|low|high)$')
        and not (
            table_name = 'screening_measures'
            and (
                false
                {%- for count in statutory_counts() %}
                    or column_name = '{{ count.name }}'
                {%- endfor %}
            )
        )
),

measures as (
    {%- for measure in trend_measures() %}
        select '{{ measure.name }}' as measure
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

published as (
    select * from figures
    union all
    select
        'marts.performance_trends' as published_in,
        measure as column_name
    from measures
    where measure not in (select figures.column_name from figures)
),

broken as (
    select
        published.published_in,
        published.column_name,
        metrics.metric_id
    from published
    full join {{ ref('reference_metrics') }} as metrics
        on published.published_in = metrics.published_in and published.column_name = metrics.metric_id
    where published.column_name is null or metrics.metric_id is null
)

select * from broken
