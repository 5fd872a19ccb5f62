-- The need for an emergency response is known once the report is screened, or at receipt where that time is missing. The
-- policy says immediately; the limit is a reading of that (ITS 2(2)).
{{ config(meta={
    'scope': ['referrals.emergency_response', 'referrals.district_notified_at'],
    'reads': ['referrals.screened_at'],
}) }}
with emergencies as (
    select
        referral_id,
        county_fips,
        received_on,
        district_notified_at,
        coalesce(screened_at, received_at) as known_at
    from {{ ref('referrals') }}
    where emergency_response and district_notified_at is not null
)

select
    emergencies.referral_id,
    emergencies.county_fips,
    emergencies.received_on as counted_on,
    case
        when rule.rule_id is not null
            then emergencies.district_notified_at > emergencies.known_at + interval 1 hour * rule.upper_limit
    end as is_broken,
    'notified after '
    || {{ hours_text(hours_between('emergencies.known_at', 'emergencies.district_notified_at')) }} as observed,
    'notified within ' || rule.upper_limit || ' hours' as expected
from emergencies
{{ join_rule_in_force('emergency_notified_late', 'emergencies.received_on') }}
