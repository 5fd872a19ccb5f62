-- A screened-out report without any reason breaks reason_missing, not this rule (ITS 9(1)(A)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.substance_affected_newborn'],
    'reads': ['referrals.screen_out_reason'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                reports.screen_out_reason is not null
                and not {{ means(
                    'reports.screen_out_reason', 'screen_out_reasons', ['plan_of_safe_care', 'duplicate', 'subsequent']
                ) }}
    end as is_broken,
    'screened out for ' || reports.screen_out_reason as observed,
    'screened out for a plan of safe care' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('newborn_without_plan_of_safe_care', 'reports.received_on') }}
where
    reports.substance_affected_newborn
    and reports.screening_outcome = 'screened_out'
