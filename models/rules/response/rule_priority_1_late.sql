-- The response clock has judged. Pending, excepted and not evaluable reports are out of scope (R(h), ITS 21(2)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.priority', 'referrals.initiated_at'],
    'reads': ['referrals.initiation_exception'],
}) }}
select
    clocks.referral_id,
    clocks.county_fips,
    clocks.due_on as counted_on,
    case when rule.rule_id is not null then clocks.response_status <> 'timely' end as is_broken,
    coalesce('initiated on ' || clocks.initiated_on, 'not initiated') as observed,
    'initiated by ' || clocks.due_on as expected
from {{ ref('response_times') }} as clocks
{{ join_rule_in_force('priority_1_late', 'clocks.received_on') }}
where clocks.priority = 1 and clocks.response_status in ('timely', 'late', 'overdue')
