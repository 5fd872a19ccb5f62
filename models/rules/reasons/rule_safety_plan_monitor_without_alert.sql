-- A report screened out without a reason may be such an alert, so it is not assessed (ITS 8(2)(H), 12).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'allegations.perpetrator_role'],
    'reads': ['referrals.screen_out_reason'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                reports.screening_outcome <> 'screened_out'
                or not {{ means('reports.screen_out_reason', 'screen_out_reasons', ['safety_plan_alert']) }}
    end as is_broken,
    reports.screening_outcome || coalesce(' for ' || reports.screen_out_reason, '') as observed,
    'screened out as a safety plan alert' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('safety_plan_monitor_without_alert', 'reports.received_on') }}
where
    reports.screening_outcome <> 'pending'
    and reports.referral_id in (
        select allegations.referral_id from {{ ref('allegations') }} as allegations
        where {{ means('allegations.perpetrator_role', 'perpetrator_roles', ['safety_plan_monitor']) }}
    )
