-- The pending reports include the report itself.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.family_id', 'referrals.accepted_at', 'referrals.completed_at',
    ],
    'reads': ['referrals.response_type'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.response_type = 'assessment' end as is_broken,
    reports.response_type || ' with ' || reports.pending_accepted || ' reports pending' as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('three_pending_not_investigated', 'reports.received_on') }}
-- Only accepted reports have this count.
where reports.pending_accepted >= {{ lower_limit_of_scope('three_pending_not_investigated') }}
