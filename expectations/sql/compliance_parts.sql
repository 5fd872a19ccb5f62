-- Compares the reports due with the sum of their statuses. Reports that can't be evaluated are due on no day, so `due`
-- may include them or not. Where `timely` or `pending` is null, nothing was delivered that tells. Late, overdue and
-- excepted are null on days after as_of_on, where no report is any of them yet.
with
judged as (
    select
        due_on,
        due,
        timely + coalesce(late, 0) + coalesce(overdue, 0) + pending + coalesce(excepted, 0) as parts,
        not_evaluable
    from build.marts.response_compliance_daily
)
select
    count(*) as rows,
    count(*) filter (due not in (parts, parts + not_evaluable)) as wrong,
    (min(due_on) filter (due not in (parts, parts + not_evaluable)))::varchar as first_day,
    coalesce(sum(parts + not_evaluable), 0)::bigint as reports,
    count(*) filter (parts + not_evaluable is null) as not_judged,
    (select count(*) from build.marts.response_times where response_status is not null) as clocks
from judged
