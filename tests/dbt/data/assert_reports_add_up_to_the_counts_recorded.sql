-- Finds months and counts in which the reports, as publishing records them, do not add up to the figure that is published.
-- Matters always: history would then explain another figure than readers saw. Resolve in int_counted_reports or in the
-- macro statutory_counts, whose `sql` and `adds` say the same of a group and of one report.
with

alike as (
    select
        {{ first_of('month', 'received_on') }} as period_start,
        counted_as,
        count(*) as reports
    from {{ ref('int_counted_reports') }}
    group by {{ first_of('month', 'received_on') }}, counted_as
),

counts as (
    {{ counts_in_texts('alike') }}
),

counted as (
    select
        alike.period_start,
        counts.metric_id,
        sum(alike.reports * counts.number) as value
    from alike
    inner join counts on alike.counted_as = counts.counted_as
    group by alike.period_start, counts.metric_id
),

published as (
    select * from {{ ref('int_published_counts') }}
    where period_type = 'month'
),

compared as (
    select
        coalesce(counted.period_start, published.period_start) as period_start,
        coalesce(counted.metric_id, published.metric_id) as metric_id,
        counted.value as recorded_value,
        published.value as published_value
    from counted
    full join published
        on counted.period_start = published.period_start and counted.metric_id = published.metric_id
    where coalesce(counted.value, 0) <> coalesce(published.value, 0)
)

select * from compared
