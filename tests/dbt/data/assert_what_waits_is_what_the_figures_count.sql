-- Finds kinds of waiting whose reports differ from what the figures count of them in all days and counties: pending screening
-- and investigations awaiting a finding in the statutory counts, and overdue and pending responses. It also finds a list that
-- differs from its counts by state or by days waited. Matters always: the lists and the figures speak of the same reports.
-- Resolve in due_reports. A count that is null because a column was not delivered is not compared.
with

statutory as (
    select
        sum(calls_pending_screening) as screening,
        sum(investigations_awaiting_finding) as finding
    from {{ ref('statutory_counts_daily') }}
),

responses as (
    select
        count(*) filter (where response_status = 'overdue') as overdue,
        count(*) filter (where response_status = 'pending') as pending
    from {{ ref('response_times') }}
),

waiting as (
    select
        sum(reports) filter (where waits_for = 'screening') as screening,
        sum(reports) filter (where waits_for = 'finding') as finding,
        sum(overdue) filter (where waits_for = 'initiation') as overdue,
        sum(not_due) filter (where waits_for = 'initiation') as pending
    from {{ ref('due_report_counts') }}
),

listed as (
    select
        (select count(*) from {{ ref('due_reports') }}) as listed,
        (select sum(reports) from {{ ref('due_report_counts') }}) as counted,
        (select sum(reports) from {{ ref('due_report_ages') }}) as counted_by_age,
        (select bool_or(reports is null) from {{ ref('due_report_counts') }}) as is_a_kind_unknown
),

broken as (
    select
        waiting.*,
        statutory.screening as counted_screening,
        statutory.finding as counted_finding,
        responses.overdue as counted_overdue,
        responses.pending as counted_pending,
        listed.listed,
        listed.counted,
        listed.counted_by_age
    from waiting
    cross join statutory
    cross join responses
    cross join listed
    where
        waiting.screening <> statutory.screening
        or waiting.finding <> statutory.finding
        or waiting.overdue <> responses.overdue
        or waiting.pending <> responses.pending
        or listed.counted_by_age <> listed.counted
        or (not listed.is_a_kind_unknown and listed.listed <> listed.counted)
)

select * from broken
