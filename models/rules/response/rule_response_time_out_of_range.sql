-- The response clock ignores a set date outside the range; this rule shows one after it, as delivered. The range ends with
-- the days of the response type (R(h)(2), ITS 17(2), 19).
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.accepted_at', 'referrals.response_due_on',
        'referrals.response_type',
    ],
}) }}
with dates as (
    {{ set_response_dates('response_time_out_of_range', 'set_date_max_days') }}
)

select
    referral_id,
    county_fips,
    accepted_on as counted_on,
    case when rule_id is not null then response_due_on > limit_on end as is_broken,
    days_after || ' days after acceptance' as observed,
    'at most ' || allowed as expected
from dates
