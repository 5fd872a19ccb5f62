-- One row per preliminary inquiry that is not completed, and per report that was sent to an inquiry and has none. Outside
-- the days that inquiries cover, a missing row proves nothing: such a report waits for its screening alone.
with

running as (
    select
        referral_id,
        inquiry_id,
        report_received_at as waiting_since_at,
        due_at,
        due_on,
        case inquiry_status
            when 'overdue' then 'overdue'
            when 'pending' then 'not_due'
            else 'no_limit'
        end as due_state
    from {{ ref('preliminary_inquiries') }}
    where completed_at is null and inquiry_status is not null
),

sent as (
    select
        reports.referral_id,
        reports.received_at,
        build.as_of,
        build.as_of_on,
        {{ limit_ends_at('reports.received_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on,
        build.time_zone
    from {{ ref('referrals') }} as reports
    left join {{ ref('preliminary_inquiries') }} as inquiries
        on reports.referral_id = inquiries.referral_id
    inner join {{ ref('int_extract_coverage') }} as coverage
        on coverage.extract = 'preliminary_inquiries'
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force('preliminary_inquiry_over_23_hours', 'reports.received_on') }}
    where
        reports.screening_decision = 'preliminary_inquiry'
        and inquiries.inquiry_id is null
        and {{ is_covered('reports', 'coverage') }}
),

not_begun as (
    select
        referral_id,
        null as inquiry_id,
        received_at as waiting_since_at,
        due_at,
        coalesce(last_on, {{ local_date('due_at', 'time_zone') }}) as due_on,
        case
            when due_at is null and last_on is null then 'no_limit'
            when {{ is_past_limit('as_of', 'as_of_on', 'due_at', 'last_on') }} then 'overdue'
            else 'not_due'
        end as due_state
    from sent
)

select * from running
union all
select * from not_begun
