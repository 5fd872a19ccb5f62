-- It compares the codes as delivered: a county that is on no list still counts as a county (ITS 12(1)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.notified_county_fips', 'referrals.jurisdiction_county_fips'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then reports.notified_county_fips <> reports.jurisdiction_county_fips
    end as is_broken,
    'county ' || reports.notified_county_fips || ' notified' as observed,
    'county ' || reports.jurisdiction_county_fips || ' notified' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('safety_plan_alert_misrouted', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['safety_plan_alert']) }}
