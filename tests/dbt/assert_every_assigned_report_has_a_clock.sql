-- Finds assigned reports without a row in response_times. Matters always: nothing judges the clock of such a report.
-- Resolve in the join of response_times that drops rows.
select referrals.referral_id
from {{ ref('referrals') }} as referrals
left join {{ ref('response_times') }} as clocks
    on referrals.referral_id = clocks.referral_id
where referrals.screening_outcome = 'assigned' and clocks.referral_id is null
