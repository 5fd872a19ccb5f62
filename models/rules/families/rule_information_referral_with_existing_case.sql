-- family_id tells families apart and says nothing of a case, so only what screening recorded decides (ITS 13(3)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.existing_kk_case'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.existing_kk_case end as is_broken,
    'the family had a case' as observed,
    'no case' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('information_referral_with_existing_case', 'reports.received_on') }}
where
    reports.screening_outcome = 'information_and_referral'
    and reports.existing_kk_case is not null
