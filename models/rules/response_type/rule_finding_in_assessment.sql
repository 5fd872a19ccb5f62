-- An assessment's conclusion is never a finding, so any finding code breaks the rule (OAC 340:75-3-500 ITS 1).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.response_type'],
    'reads': ['allegations.finding'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then coalesce(allegations.allegation_count > allegations.without_finding_count, false)
    end as is_broken,
    allegations.allegation_count - allegations.without_finding_count || ' findings' as observed,
    'no finding' as expected
from {{ ref('referrals') }} as reports
left join {{ ref('int_allegations_by_report') }} as allegations
    on reports.referral_id = allegations.referral_id
{{ join_rule_in_force('finding_in_assessment', 'reports.received_on') }}
where reports.screening_outcome = 'assigned' and reports.response_type = 'assessment'
