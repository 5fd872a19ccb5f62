-- No reason excuses it, because such a minor has nobody else (ITS 8(1)(E)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.unaccompanied_minor'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then reports.screening_outcome in ('screened_out', 'information_and_referral')
    end as is_broken,
    reports.screening_outcome as observed,
    'assigned' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('unaccompanied_minor_screened_out', 'reports.received_on') }}
where
    reports.unaccompanied_minor
    and reports.screening_outcome <> 'pending'
