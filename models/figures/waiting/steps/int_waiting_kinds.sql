-- One row per thing that reports wait for, and whether enough was delivered to know which of them do.
with

known as (
    select
        {{ delivered('preliminary_inquiries', 'completed_at') }} as inquiry,
        {{ delivered('reviews', 'level') }}
        and {{ delivered('reviews', 'priority_at_request') }}
        and {{ delivered('reviews', 'information_needed') }}
        and {{ delivered('reviews', 'decided_at') }} as review,
        {{ delivered('recordings', 'purged_at') }} as recording
    from {{ ref('int_deliveries') }}
),

answered as (
    select
        figures.calls_pending_screening as screening,
        known.inquiry,
        figures.pending and figures.pending_at_priority_2 as initiation,
        known.review,
        figures.investigations_awaiting_finding as finding,
        known.recording
    from {{ ref('int_delivered_figures') }} as figures
    cross join known
),

kinds as (
    {% for waits_for in ['screening', 'inquiry', 'initiation', 'review', 'finding', 'recording'] %}
        select
            '{{ waits_for }}' as waits_for,
            {{ waits_for }} as is_known
        from answered
        {{ "union all" if not loop.last }}
    {% endfor %}
)

select * from kinds
