-- Where nobody recorded the tribe's answer, nothing is judged (ITS 8(2)(G)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.tribal_jurisdiction_accepted'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then not reports.tribal_jurisdiction_accepted end as is_broken,
    'jurisdiction not accepted by the tribe' as observed,
    'jurisdiction accepted by the tribe' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('tribal_jurisdiction_not_accepted', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
    and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['tribal_jurisdiction']) }}
