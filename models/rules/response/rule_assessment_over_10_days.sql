-- It holds for either priority, within the days that Priority II has from acceptance. A report is in scope once it is
-- initiated or past the limit. No exception excuses it.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.response_type', 'referrals.accepted_at',
        'referrals.initiated_at',
    ],
}) }}
with

{{ clocks_from_acceptance('assessment_over_10_days', 'assessment') }}

select
    referral_id,
    county_fips,
    -- Where no limit was in force there is no last day: the report is not assessed and counts on the day of acceptance.
    coalesce(last_on, accepted_on) as counted_on,
    is_past as is_broken,
    {{ initiated_text('initiated_at', 'initiated_on', 'due_at_limit', 'time_zone') }} as observed,
    {{ initiate_by_text('due_at_limit', 'last_on', 'time_zone') }} as expected
from limited
where initiated_on is not null or is_past
