-- Any notice to the district is enough, because the policy sets no time for at once (ITS 2(2)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.emergency_response'],
    'reads': ['referrals.district_notified_at'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.district_notified_at is null end as is_broken,
    'district not notified' as observed,
    'district notified' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('emergency_not_notified', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.emergency_response
