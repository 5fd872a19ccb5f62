-- Fails with every clock that is judged without a due date, or has one although it can't be judged: a day is then
-- covered by no row of response_limits.
select
    referral_id,
    response_status,
    due_on
from {{ ref('response_times') }}
where (due_on is null and response_status <> 'not_evaluable') or (due_on is not null and response_status = 'not_evaluable')
