-- Only the Hotline's decision counts: where a preliminary inquiry decided, its outcome is the reason (ITS 11(2)(G), 13).
{{ config(meta={
    'scope': ['referrals.screening_decision'],
    'reads': ['referrals.screen_out_reason'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.screen_out_reason is null end as is_broken,
    coalesce(reports.screen_out_reason, 'no reason') as observed,
    'a screen-out reason' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('reason_missing', 'reports.received_on') }}
where
    reports.screening_decision = 'screened_out'
