with

build as (
    select * from {{ ref('int_build') }}
),

near_end as (
    select limits.upper_limit as days
    from {{ ref('measure_limits') }} as limits
    cross join build
    where
        limits.limit_id = 'recording_near_end'
        and build.as_of_on >= limits.effective_from
        and build.as_of_on < limits.effective_to
),

waiting as (
    -- No paragraph sets a time for screening (R(c)).
    select
        referral_id,
        'screening' as waits_for,
        cast(null as varchar) as item_id,
        received_at as waiting_since_at,
        cast(null as timestamptz) as due_at,
        cast(null as date) as due_on,
        'no_limit' as due_state
    from {{ ref('referrals') }}
    where screening_outcome = 'pending'
    union all
    select
        referral_id,
        'inquiry' as waits_for,
        inquiry_id as item_id,
        waiting_since_at,
        due_at,
        due_on,
        due_state
    from {{ ref('int_waiting_inquiries') }}
    union all
    select
        referral_id,
        'initiation' as waits_for,
        null as item_id,
        coalesce(clock_started_at, accepted_at, received_at) as waiting_since_at,
        due_at,
        due_on,
        case response_status
            when 'pending' then 'not_due'
            when 'overdue' then 'overdue'
            when 'excepted' then 'excused'
            else 'no_limit'
        end as due_state
    from {{ ref('response_times') }}
    where initiated_at is null and response_status is not null
    union all
    select
        referral_id,
        'review' as waits_for,
        review_id as item_id,
        requested_at as waiting_since_at,
        due_at,
        due_on,
        case review_status
            when 'pending' then 'not_due'
            when 'overdue' then 'overdue'
            else 'no_limit'
        end as due_state
    from {{ ref('screening_reviews') }}
    where decided_at is null and review_status is not null
    union all
    select
        referral_id,
        'finding' as waits_for,
        null as item_id,
        waiting_since_at,
        due_at,
        due_on,
        due_state
    from {{ ref('int_waiting_findings') }}
    union all
    select
        recordings.referral_id,
        'recording' as waits_for,
        recordings.recording_id as item_id,
        recordings.recorded_at as waiting_since_at,
        recordings.retention_ends_at as due_at,
        recordings.retention_ends_on as due_on,
        'not_due' as due_state
    from {{ ref('recordings') }} as recordings
    cross join build
    cross join near_end
    where
        recordings.recording_status = 'retained'
        and recordings.retention_ends_on <= build.as_of_on + cast(near_end.days as integer)
),

first_due as (
    -- Of several reviews, inquiries or recordings of a report, the one that is due first.
    select
        *,
        count(*) over (partition by referral_id, waits_for) as item_count,
        row_number() over (
            partition by referral_id, waits_for
            order by due_on nulls last, due_at nulls last, waiting_since_at, item_id
        ) as item_number
    from waiting
),

dated as (
    select
        first_due.*,
        {{ local_date('first_due.waiting_since_at', 'build.time_zone') }} as waiting_since_on,
        build.as_of_on
    from first_due
    cross join build
    where first_due.item_number = 1
),

published as (
    select
        dated.referral_id,
        reports.county_fips,
        reports.district_id,
        reports.received_on,
        reports.priority,
        reports.response_type,
        dated.waits_for,
        dated.waiting_since_at,
        dated.waiting_since_on,
        greatest(cast(dated.as_of_on - dated.waiting_since_on as bigint), 0) as days_waiting,
        dated.due_at,
        dated.due_on,
        dated.due_state,
        case when dated.due_state = 'overdue' then cast(dated.as_of_on - dated.due_on as bigint) end as days_late,
        dated.item_id,
        dated.item_count
    from dated
    inner join {{ ref('referrals') }} as reports
        on dated.referral_id = reports.referral_id
)

select * from published
order by waits_for, due_on, county_fips, referral_id
