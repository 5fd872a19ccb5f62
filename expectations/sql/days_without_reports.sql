-- Counts the days without a report among the last $days whole days before as_of, none earlier than the first report.
with
counts as (
    select received_on, sum(calls_received) as n
    from build.marts.statutory_counts_daily
    group by received_on
    having sum(calls_received) > 0
),
days as (
    select unnest(generate_series(
        greatest(as_of_on - $days::integer, (select min(received_on) from counts)), as_of_on - 1, interval 1 day
    ))::date as day
    from build.control.build
)
select
    count(*) as days,
    coalesce(sum(n), 0)::bigint as reports,
    count(*) filter (n is null) as empty,
    (min(day) filter (n is null))::varchar as first_day
from days
left join counts on counts.received_on = days.day
