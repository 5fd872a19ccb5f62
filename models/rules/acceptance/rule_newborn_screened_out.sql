-- Both flags are needed for the scope: the open case and one of the conditions listed under it (ITS 8(1)(G)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.newborn_in_open_case', 'referrals.newborn_bar_condition'],
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
{{ join_rule_in_force('newborn_screened_out', 'reports.received_on') }}
where
    reports.newborn_in_open_case
    and reports.newborn_bar_condition
    and reports.screening_outcome <> 'pending'
