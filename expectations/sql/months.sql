-- The state's complete months, oldest first.
select period_label, calls_received, calls_screened_out, referrals_assigned, calls_anonymous, calls_by_telephone
from build.marts.statutory_counts
where period_type = 'month' and geography_type = 'state' and is_complete
order by period_start
