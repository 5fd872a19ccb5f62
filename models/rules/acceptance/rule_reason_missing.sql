-- Where a preliminary inquiry gives the reason, it is one: the mart has derived it (ITS 11(2)(G)(i), 13).
{{ config(meta={
    'scope': ['referrals.screening_decision'],
    'reads': ['referrals.screen_out_reason'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.reason_basis is null end as is_broken,
    coalesce(reports.screen_out_reason, 'no reason') as observed,
    'a screen-out reason' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('reason_missing', 'reports.received_on') }}
where
    reports.screening_outcome = 'screened_out'
