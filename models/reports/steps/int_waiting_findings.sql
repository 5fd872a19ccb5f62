-- One row per investigation that waits for a finding, as the statutory counts count them. Until it is completed no day is set
-- for its findings; then they have the days of the rule on missing findings, which are ours (R(b)(4)).
with

waiting as (
    select
        reports.referral_id,
        reports.received_on,
        reports.completed_at,
        coalesce(reports.completed_at, reports.accepted_at, reports.received_at) as waiting_since_at,
        {{ local_date('reports.completed_at', 'build.time_zone') }} as completed_on,
        build.as_of,
        build.as_of_on,
        build.time_zone
    from {{ ref('referrals') }} as reports
    cross join {{ ref('int_build') }} as build
    where reports.is_investigation and reports.finding_outcome in ('pending', 'none')
),

limited as (
    select
        waiting.*,
        {{ limit_ends_at('waiting.completed_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('waiting.completed_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on
    from waiting
    {{ join_rule_in_force('completed_without_finding', 'waiting.received_on') }}
)

select
    referral_id,
    waiting_since_at,
    due_at,
    coalesce(last_on, {{ local_date('due_at', 'time_zone') }}) as due_on,
    case
        when due_at is null and last_on is null then 'no_limit'
        when {{ is_past_limit('as_of', 'as_of_on', 'due_at', 'last_on') }} then 'overdue'
        else 'not_due'
    end as due_state
from limited
