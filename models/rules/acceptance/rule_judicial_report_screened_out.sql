-- A permission must be on record, because only the referring court can give it (ITS 8(1)(F)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.judicial_report'],
    'reads': ['referrals.court_permits_screen_out'],
    'tells_who_reported': true,
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                reports.screening_outcome in ('screened_out', 'information_and_referral')
                and reports.court_permits_screen_out is not true
    end as is_broken,
    reports.screening_outcome || ', no permission of the court' as observed,
    'assigned, or a permission of the court' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('judicial_report_screened_out', 'reports.received_on') }}
where
    reports.judicial_report
    and reports.screening_outcome <> 'pending'
