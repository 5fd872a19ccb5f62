-- One such child is enough. A child of whom nothing is recorded puts no report in scope (ITS 19(1)(Q)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'allegations.child_limited_communication'],
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
{{ join_rule_in_force('limited_communication_not_investigated', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.referral_id in (
        select allegations.referral_id from {{ ref('allegations') }} as allegations
        where allegations.child_limited_communication
    )
