-- The days on which the previous publication had reports and the build has none. Needs `previous` and `build` attached.
create or replace temp view vanished as
select before.received_on, before.calls
from (
    select received_on, sum(calls_received)::bigint as calls
    from previous.marts.statutory_counts_daily
    group by received_on
    having sum(calls_received) > 0
) before
anti join (
    select received_on
    from build.marts.statutory_counts_daily
    group by received_on
    having sum(calls_received) > 0
) using (received_on)
