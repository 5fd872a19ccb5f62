-- It compares the codes as delivered: a county that is on no list still counts as a county (ITS 9(1)(B)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.notified_county_fips', 'referrals.mother_county_fips'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.notified_county_fips <> reports.mother_county_fips end as is_broken,
    'county ' || reports.notified_county_fips || ' notified' as observed,
    'county ' || reports.mother_county_fips || ' notified' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('plan_of_safe_care_misrouted', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['plan_of_safe_care']) }}
