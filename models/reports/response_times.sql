with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select * from {{ ref('int_delivered') }}
),

assigned_reports as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_at,
        reports.received_on,
        reports.priority,
        reports.response_type,
        reports.accepted_at,
        reports.accepted_on,
        reports.response_due_on,
        reports.initiated_at,
        reports.initiation_exception,
        {{ local_date('reports.initiated_at', 'build.time_zone') }} as initiated_on,
        build.as_of_on,
        case reports.priority when 1 then reports.received_at when 2 then reports.accepted_at end as clock_started_at,
        case reports.priority when 1 then reports.received_on when 2 then reports.accepted_on end as clock_started_on,
        -- Priority I is due on the day of receipt, whatever the response type; only its exceptions run on for as long as
        -- an assessment may take where there is none (R(h)(1), ITS 19, 21(2)).
        case when reports.priority = 1 then coalesce(reports.response_type, 'assessment') else reports.response_type end
            as clock_type,
        delivered.priority
        and ((delivered.response_type and delivered.accepted_at) or reports.priority is distinct from 2)
            as is_due_date_delivered,
        delivered.initiated_at as is_initiation_delivered
    from {{ ref('referrals') }} as reports
    cross join build
    cross join delivered
    where reports.screening_outcome = 'assigned'
),

clocks as (
    select
        assigned_reports.*,
        limits.exception_days,
        exceptions.code is not null as is_exception,
        coalesce(
            assigned_reports.clock_type is not null
            and assigned_reports.clock_started_at is not null
            and not coalesce(assigned_reports.initiated_at < assigned_reports.received_at, false),
            false
        ) as is_evaluable,
        assigned_reports.clock_started_on + cast(limits.initiation_days as integer) as latest_due_on,
        case
            when
                assigned_reports.response_due_on
                >= assigned_reports.accepted_on + cast(limits.set_date_min_days as integer)
                and assigned_reports.response_due_on
                <= assigned_reports.accepted_on + cast(limits.set_date_max_days as integer)
                then assigned_reports.response_due_on
        end as set_due_on
    from assigned_reports
    {{ response_limits_in_force(
        'assigned_reports.priority', 'assigned_reports.clock_type', 'assigned_reports.received_on'
    ) }}
    left join {{ ref('initiation_exceptions') }} as exceptions
        on
            assigned_reports.initiation_exception = exceptions.code
            and assigned_reports.priority = exceptions.priority
            and assigned_reports.clock_type = exceptions.response_type
            and assigned_reports.received_on >= exceptions.effective_from
            and assigned_reports.received_on < exceptions.effective_to
),

due_dates as (
    select
        clocks.*,
        case
            when clocks.is_due_date_delivered and clocks.is_evaluable
                -- The date that the Hotline set can only shorten the time, never lengthen it.
                then least(clocks.latest_due_on, coalesce(clocks.set_due_on, clocks.latest_due_on))
        end as due_on,
        -- Null where the exception has no end, because no limit was in force or the report was never accepted.
        clocks.accepted_on + cast(clocks.exception_days as integer) as excepted_until,
        coalesce(clocks.initiated_on, clocks.as_of_on) as initiated_or_as_of_on
    from clocks
),

statuses as (
    select
        due_dates.*,
        case
            when not (due_dates.is_due_date_delivered and due_dates.is_initiation_delivered) then null
            when not due_dates.is_evaluable then 'not_evaluable'
            when due_dates.initiated_or_as_of_on <= due_dates.due_on
                then case when due_dates.initiated_at is null then 'pending' else 'timely' end
            when
                due_dates.is_exception
                and (
                    due_dates.excepted_until is null
                    or due_dates.initiated_or_as_of_on <= due_dates.excepted_until
                )
                then 'excepted'
            when due_dates.initiated_at is null then 'overdue'
            else 'late'
        end as response_status
    from due_dates
),

published as (
    select
        statuses.referral_id,
        statuses.county_fips,
        statuses.received_on,
        statuses.accepted_on,
        statuses.priority,
        statuses.response_type,
        statuses.clock_started_at,
        statuses.due_on,
        coalesce(statuses.due_on, statuses.received_on) as counted_on,
        statuses.initiated_at,
        statuses.initiated_on,
        case
            when statuses.response_status <> 'not_evaluable' and statuses.initiated_at is not null
                then greatest({{ hours_between('statuses.clock_started_at', 'statuses.initiated_at') }}, 0)
        end as hours_to_initiation,
        case
            when statuses.response_status <> 'not_evaluable' and statuses.initiated_at is not null
                then greatest(cast(statuses.initiated_on - statuses.clock_started_on as bigint), 0)
        end as days_to_initiation,
        statuses.initiation_exception,
        statuses.response_status,
        case
            when statuses.response_status in ('late', 'overdue')
                then cast(statuses.initiated_or_as_of_on - statuses.due_on as bigint)
        end as days_late
    from statuses
)

select * from published
