-- Both flags are needed: the open case and one of its conditions (ITS 19(1)(P)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.newborn_in_open_case', 'referrals.newborn_bar_condition'],
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
{{ join_rule_in_force('newborn_not_investigated', 'reports.received_on') }}
where
    reports.screening_outcome = 'assigned'
    and reports.newborn_in_open_case
    and reports.newborn_bar_condition
