-- The policy gives a range from two days, and to respond sooner harms nobody: so it is only for review (R(h)(2)).
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.accepted_at', 'referrals.response_due_on',
        'referrals.response_type',
    ],
}) }}
with dates as (
    {{ set_response_dates('response_time_under_2_days', 'set_date_min_days') }}
)

select
    referral_id,
    county_fips,
    accepted_on as counted_on,
    case when rule_id is not null then response_due_on < limit_on end as is_broken,
    days_after || ' days after acceptance' as observed,
    'at least ' || allowed as expected
from dates
