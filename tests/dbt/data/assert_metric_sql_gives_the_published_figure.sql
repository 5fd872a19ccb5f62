-- Finds metrics whose SQL, over single reports, gives another value than the figures publish for a fiscal year of the state.
-- Matters always: readers are shown the SQL as the meaning of the number. Resolve in the seed `metrics` or in the figures.
-- A figure that is null because a column was not delivered is not compared.
-- depends_on: {{ ref('reference_metrics') }}, {{ ref('reference_findings') }}, {{ ref('reference_reporter_types') }}
-- depends_on: {{ ref('statutory_counts') }}, {{ ref('response_compliance') }}, {{ ref('screening_measures') }}
-- depends_on: {{ ref('telephone_counts') }}
{%- set metrics = published_metrics() | rejectattr('published_in', 'equalto', 'marts.performance_trends') | list %}
with

-- Joins only tables that a metric's SQL does not name: it may read the calendar itself.
years as (
    select
        calendar_on as day_on,
        fiscal_year_start as year_start
    from {{ ref('calendar') }}
),

{% for table, counted_on in {
    'referrals': 'received_on', 'allegations': 'received_on', 'response_times': 'counted_on', 'calendar': 'calendar_on',
    'screening_changes': 'received_on', 'unable_to_locate_reports': 'received_on', 'contacts': 'received_on',
    'screening_reviews': 'received_on', 'calls': 'offered_on', 'completions': 'received_on',
}.items() %}
    {{ table }}_counted as (
        select
        {%- for metric in metrics if metric.counted_from.split('.')[1] == table %}
            {{ metric.sql }} as {{ metric.metric_id }},
        {%- endfor %}
            years.year_start
        from {{ ref(table) }} as single_rows
        inner join years on single_rows.{{ counted_on }} = years.day_on
        group by years.year_start
    ),

{% endfor %}
compared as (
    select
        'none' as metric_id,
        'none' as period_label,
        0.0 as published,
        0.0 as counted
    {%- for metric in metrics %}
        union all
        select
            '{{ metric.metric_id }}',
            figures.period_label,
            cast(figures.{{ metric.metric_id }} as double),
            cast(counted.{{ metric.metric_id }} as double)
        from {{ ref(metric.published_in | replace('marts.', '')) }} as figures
        inner join {{ metric.counted_from.split('.')[1] }}_counted as counted
            on figures.period_start = counted.year_start
        where
            figures.period_type = 'fiscal_year'
            and figures.geography_type = 'state'
            {{ "and figures.breakdown = 'all'" if metric.published_in == 'marts.response_compliance' }}
    {%- endfor %}
),

broken as (
    select * from compared
    where
        published is not null
        and coalesce(abs(published - counted) > 1e-9 * greatest(1, abs(counted)), true)
)

select * from broken
