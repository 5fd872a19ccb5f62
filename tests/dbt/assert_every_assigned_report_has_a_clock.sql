-- Fails with every assigned report that has no row in response_times: its clock would be judged nowhere. Look for a
-- join in response_times that drops rows.
select referrals.referral_id
from {{ ref('referrals') }} as referrals
left join {{ ref('response_times') }} as clocks
    on referrals.referral_id = clocks.referral_id
where referrals.screening_outcome = 'assigned' and clocks.referral_id is null
