-- The notice is due at once and whatever the outcome, so a pending report is in scope too. Before the limit is over the
-- notice may still come (ITS 2(2)).
{{ config(meta={
    'scope': ['referrals.emergency_response'],
    'reads': ['referrals.district_notified_at'],
}) }}
select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case when rule.rule_id is not null then reports.district_notified_at is null end as is_broken,
    'district not notified' as observed,
    'district notified' as expected
from {{ ref('referrals') }} as reports
cross join {{ ref('int_build') }} as build
{{ join_rule_in_force('emergency_not_notified', 'reports.received_on') }}
where
    reports.emergency_response
    -- Before the rule began no limit was in force, and the report is in scope at any time.
    and coalesce(build.as_of > reports.received_at + interval 1 hour * rule.upper_limit, true)
