-- Counts the rows of {table} whose outcomes do not add up to the calls received. Null outcomes were not delivered.
with
judged as (
    select
        {day} as day,
        calls_received,
        calls_screened_out + information_and_referral + referrals_assigned + calls_pending_screening as outcomes
    from build.marts.{table}
)
select
    count(*) as rows,
    count(*) filter (calls_received <> outcomes) as wrong,
    (min(day) filter (calls_received <> outcomes))::varchar as first_day,
    count(*) filter (outcomes is null) as not_judged
from judged
