-- The response clock has judged. Pending, excepted and not evaluable reports are out of scope (R(h), ITS 21(2)).
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.priority', 'referrals.response_type', 'referrals.accepted_at',
        'referrals.initiated_at',
    ],
    'reads': ['referrals.initiation_exception'],
}) }}
select
    clocks.referral_id,
    clocks.county_fips,
    clocks.due_on as counted_on,
    case when rule.rule_id is not null then clocks.response_status <> 'timely' end as is_broken,
    {{ initiated_text('clocks.initiated_at', 'clocks.initiated_on', 'clocks.due_at', 'build.time_zone') }} as observed,
    {{ initiate_by_text('clocks.due_at', 'clocks.due_on', 'build.time_zone') }} as expected
from {{ ref('response_times') }} as clocks
cross join {{ ref('int_build') }} as build
{{ join_rule_in_force('priority_2_late', 'clocks.received_on') }}
where clocks.priority = 2 and clocks.response_status in ('timely', 'late', 'overdue')
