-- A report is in scope only where an allegation is known to be of a listed kind or the minor to be unaccompanied.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.unaccompanied_minor', 'allegations.maltreatment_type',
        'allegations.perpetrator_role',
    ],
    'reads': ['referrals.response_type'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.response_type = 'assessment' end as is_broken,
    reports.response_type as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
left join {{ ref('int_serious_allegations') }} as serious
    on reports.referral_id = serious.referral_id
{{ join_rule_in_force('serious_allegation_not_investigated', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and (serious.calls_for_investigation or reports.unaccompanied_minor)
