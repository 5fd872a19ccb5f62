{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.priority', 'referrals.response_type'],
}) }}

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    {{ judged("reports.response_type = 'assessment'") }} as is_broken,
    reports.response_type as observed,
    'investigation' as expected
from {{ ref('referrals') }} as reports
{{ rule_in_force('priority_1_assessed', 'reports.received_on') }}
where reports.screening_outcome = 'assigned' and reports.priority = 1 and reports.response_type is not null
