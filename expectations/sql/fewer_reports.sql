-- Counts the reports published before, and the reports of the same days now.
select
    coalesce(sum(calls_received), 0)::bigint as before,
    coalesce((
        select sum(calls_received)
        from build.marts.statutory_counts_daily
        where received_on <= (select max(received_on) from previous.marts.statutory_counts_daily)
    ), 0)::bigint as now
from previous.marts.statutory_counts_daily
