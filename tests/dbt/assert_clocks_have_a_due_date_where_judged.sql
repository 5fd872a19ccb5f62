-- Finds clocks that are judged without a due date, and clocks that cannot be judged and have one. Matters always: no row of
-- response_limits then covers some day. Resolve in the seed `response_limits`.
select
    referral_id,
    response_status,
    due_on
from {{ ref('response_times') }}
where (due_on is null and response_status <> 'not_evaluable') or (due_on is not null and response_status = 'not_evaluable')
