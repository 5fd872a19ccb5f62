-- The time is elapsed, through clock changes. The policy says immediately; the limit is a reading of that (R(a)).
{{ config(meta={
    'scope': ['referrals.county_office_received_at'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then reports.received_at > reports.county_office_received_at + interval 1 hour * rule.upper_limit
    end as is_broken,
    'passed on after '
    || {{ hours_text(hours_between('reports.county_office_received_at', 'reports.received_at')) }} as observed,
    'passed on within ' || rule.upper_limit || ' hours' as expected
from {{ ref('referrals') }} as reports
{{ join_rule_in_force('county_office_not_immediate', 'reports.received_on') }}
where
    reports.county_office_received_at is not null
