-- The earlier reports are those in the extracts, or those that KIDS knew where they were more.
{{ config(meta={
    'scope': [
        'referrals.screening_decision',
        'referrals.family_id|referrals.prior_accepted_reports',
        'referrals.accepted_at|referrals.prior_accepted_reports',
    ],
    'reads': ['referrals.response_type'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.response_type = 'assessment' end as is_broken,
    reports.response_type || ' after ' || reports.prior_accepted || ' accepted reports' as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('fourth_report_not_investigated', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.prior_accepted >= {{ lower_limit_of_scope('fourth_report_not_investigated') }}
