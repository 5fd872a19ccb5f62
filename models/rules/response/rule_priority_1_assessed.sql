{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.priority', 'referrals.response_type'],
}) }}

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.response_type = 'assessment' end as is_broken,
    reports.response_type as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('priority_1_assessed', 'reports.received_on') }}
where reports.screening_outcome = 'assigned' and reports.priority = 1 and reports.response_type is not null
