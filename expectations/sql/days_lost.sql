-- Counts lost days without the landing file, where no deletion can be seen. Where as_of moved back, days from the
-- build's as_of on are rightly empty.
select
    count(*) filter (lost) as wrong,
    coalesce(sum(calls) filter (lost), 0)::bigint as calls,
    0::bigint as deleted,
    (min(received_on) filter (lost))::varchar as first_day
from (
    select
        received_on,
        calls,
        not ($moved_back and received_on >= (select as_of_on from build.control.build)) as lost
    from vanished
)
