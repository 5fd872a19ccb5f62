with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select
        {{ delivered('preliminary_inquiries', 'completed_at') }} as completed_at,
        {{ delivered('preliminary_inquiries', 'open_case_type') }}
        and {{ delivered('referrals', 'open_case_type') }} as open_case_type
    from {{ ref('int_deliveries') }}
),

inquiries_of_reports as (
    select
        inquiries.*,
        reports.county_fips,
        reports.received_at as report_received_at,
        reports.received_on as report_received_on,
        latest.inquiry_id is not null as is_deciding,
        case
            when delivered.open_case_type
                -- The inquiry's case type goes before the report's (ITS 11(1)); the code none means no case.
                then coalesce(coalesce(inquiries.open_case_type, reports.open_case_type) <> 'none', false)
        end as has_open_case,
        {{ limit_ends_at('reports.received_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on,
        coalesce(inquiries.completed_at, build.as_of) as completed_or_as_of,
        coalesce({{ local_date('inquiries.completed_at', 'build.time_zone') }}, build.as_of_on) as completed_or_as_of_on,
        build.time_zone,
        delivered.completed_at as is_completion_delivered
    from {{ ref('stg_preliminary_inquiries') }} as inquiries
    inner join {{ ref('referrals') }} as reports
        on inquiries.referral_id = reports.referral_id
    left join {{ ref('int_latest_inquiries') }} as latest
        on inquiries.inquiry_id = latest.inquiry_id
    cross join build
    cross join delivered
    {{ join_rule_in_force('preliminary_inquiry_over_23_hours', 'reports.received_on') }}
),

statuses as (
    select
        *,
        case
            when not is_completion_delivered then null
            when due_at is null and last_on is null then 'not_assessable'
            when {{ is_past_limit('completed_or_as_of', 'completed_or_as_of_on', 'due_at', 'last_on') }}
                then case when completed_at is null then 'overdue' else 'late' end
            when completed_at is null then 'pending'
            else 'kept'
        end as inquiry_status
    from inquiries_of_reports
),

published as (
    select
        inquiry_id,
        referral_id,
        county_fips,
        report_received_at,
        report_received_on,
        received_at,
        {{ local_date('received_at', 'time_zone') }} as received_on,
        open_case_type,
        has_open_case,
        completed_at,
        {{ local_date('completed_at', 'time_zone') }} as completed_on,
        outcome,
        is_deciding,
        medical_exam_required,
        medical_exam_done,
        due_at,
        coalesce(last_on, {{ local_date('due_at', 'time_zone') }}) as due_on,
        case
            when is_completion_delivered then greatest({{ hours_between('report_received_at', 'completed_or_as_of') }}, 0)
        end as hours_taken,
        inquiry_status,
        case
            when inquiry_status = 'kept' then true
            when inquiry_status in ('late', 'overdue') then false
        end as is_within
    from statuses
)

select * from published
order by report_received_on, county_fips
