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
        build.as_of,
        build.as_of_on,
        build.time_zone,
        -- Priority I is due on the day of receipt, whatever the response type; only its exceptions run on for as long as
        -- an assessment may take where there is none (R(h)(1), ITS 19, 21(2)).
        case when reports.priority = 1 then coalesce(reports.response_type, 'assessment') else reports.response_type end
            as clock_type,
        delivered.priority and (delivered.response_type or reports.priority is distinct from 2) as is_limit_delivered,
        delivered.accepted_at as is_acceptance_delivered,
        delivered.initiated_at as is_initiation_delivered
    from {{ ref('referrals') }} as reports
    cross join build
    cross join delivered
    where reports.screening_outcome = 'assigned'
),

limited as (
    select
        assigned_reports.*,
        {{ response_limit_starts('initiation_days', 'at', 'assigned_reports') }} as clock_started_at,
        {{ response_limit_starts('initiation_days', 'on', 'assigned_reports') }} as clock_started_on,
        {{ response_limit_ends_at('initiation_days', 'assigned_reports') }} as latest_due_at,
        {{ response_limit_last_on('initiation_days', 'assigned_reports', 'assigned_reports.time_zone') }} as latest_due_on,
        {{ response_limit_last_on('set_date_min_days', 'assigned_reports', 'assigned_reports.time_zone') }} as set_date_first_on,
        {{ response_limit_last_on('set_date_max_days', 'assigned_reports', 'assigned_reports.time_zone') }} as set_date_last_on,
        -- Both are null where the exception has no end, because no limit was in force or the report was never accepted.
        {{ response_limit_ends_at('exception_days', 'assigned_reports') }} as excepted_until_at,
        {{ response_limit_ends_on('exception_days', 'assigned_reports') }} as excepted_until_on,
        exceptions.code is not null as is_exception,
        assigned_reports.is_limit_delivered
        and (
            assigned_reports.is_acceptance_delivered
            or not coalesce({{ counts_from_acceptance('initiation_days') }}, false)
        ) as is_due_date_delivered
    from assigned_reports
    -- Priority and type are what a limit is for. Without a type no clock is judged, and it starts as for an assessment.
    {{ response_limits_in_force(
        'assigned_reports.priority', "coalesce(assigned_reports.response_type, 'assessment')",
        'assigned_reports.received_on'
    ) }}
    left join {{ ref('initiation_exceptions') }} as exceptions
        on
            assigned_reports.initiation_exception = exceptions.code
            and assigned_reports.priority = exceptions.priority
            and assigned_reports.clock_type = exceptions.response_type
            and assigned_reports.received_on >= exceptions.effective_from
            and assigned_reports.received_on < exceptions.effective_to
),

clocks as (
    select
        *,
        coalesce(
            clock_type is not null
            and clock_started_at is not null
            and not coalesce(initiated_at < received_at, false),
            false
        ) as is_evaluable,
        case
            when response_due_on >= set_date_first_on and response_due_on <= set_date_last_on then response_due_on
        end as set_due_on
    from limited
),

due_dates as (
    select
        *,
        case
            when is_due_date_delivered and is_evaluable
                -- The date that the Hotline set can only shorten the time, never lengthen it.
                then least(latest_due_on, coalesce(set_due_on, latest_due_on))
        end as due_on,
        -- A date that was set gives all of its day; only a limit in hours ends within one.
        case
            when is_due_date_delivered and is_evaluable and not coalesce(set_due_on < latest_due_on, false)
                then latest_due_at
        end as due_at,
        coalesce(initiated_at, as_of) as initiated_or_as_of,
        coalesce(initiated_on, as_of_on) as initiated_or_as_of_on
    from clocks
),

statuses as (
    select
        due_dates.*,
        case
            when not (due_dates.is_due_date_delivered and due_dates.is_initiation_delivered) then null
            when not due_dates.is_evaluable then 'not_evaluable'
            when
                not {{ is_past_limit(
                    'due_dates.initiated_or_as_of', 'due_dates.initiated_or_as_of_on', 'due_dates.due_at',
                    'due_dates.due_on'
                ) }}
                then case when due_dates.initiated_at is null then 'pending' else 'timely' end
            when
                due_dates.is_exception
                and not coalesce({{ is_past_limit(
                    'due_dates.initiated_or_as_of', 'due_dates.initiated_or_as_of_on', 'due_dates.excepted_until_at',
                    'due_dates.excepted_until_on'
                ) }}, false)
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
        statuses.received_at,
        statuses.received_on,
        statuses.accepted_at,
        statuses.accepted_on,
        statuses.priority,
        statuses.response_type,
        statuses.clock_started_at,
        statuses.due_at,
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
