-- Only petitions filed before acceptance count.
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.deprived_petition'],
    'reads': ['referrals.response_type'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.response_type = 'assessment' end as is_broken,
    reports.response_type as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('deprived_petition_not_investigated', 'reports.received_on') }}
where reports.screening_outcome = 'assigned' and reports.deprived_petition
