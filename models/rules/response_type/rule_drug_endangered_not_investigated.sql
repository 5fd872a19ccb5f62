-- Either flag is enough, so the other decides where one is missing.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.drug_endangered_child', 'referrals.substance_affected_newborn',
    ],
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
{{ join_rule_in_force('drug_endangered_not_investigated', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and (reports.drug_endangered_child or reports.substance_affected_newborn)
