with

build as (
    select * from {{ ref('int_build') }}
),

offered as (
    -- No clock runs past the data that it judges, and no figure is of a day after it. A file of calls may be newer.
    select
        calls.*,
        {{ local_date('calls.offered_at', 'build.time_zone') }} as offered_on
    from {{ ref('stg_calls') }} as calls
    cross join build
    where {{ local_date('calls.offered_at', 'build.time_zone') }} <= build.as_of_on
),

timed as (
    -- A clock that ends before it begins has no known seconds.
    select
        *,
        coalesce(outcome, case when answered_at is not null then 'answered' else 'not_recorded' end) as stated_outcome,
        case
            when answered_at >= offered_at then {{ microseconds_between('offered_at', 'answered_at') }}
        end as microseconds_to_answer,
        case
            when ended_at >= offered_at then {{ microseconds_between('offered_at', 'ended_at') }}
        end as microseconds_to_end
    from offered
),

limited as (
    select
        timed.*,
        case when timed.stated_outcome = 'answered' then timed.microseconds_to_answer / 1e6 end as seconds_to_answer,
        case when timed.stated_outcome = 'abandoned' then timed.microseconds_to_end / 1e6 end as seconds_to_abandonment,
        short_wait.upper_limit as short_wait_seconds,
        answer_target.upper_limit as answer_target_seconds
    from timed
    left join {{ ref('measure_limits') }} as short_wait
        on
            short_wait.limit_id = 'short_abandoned_call'
            and timed.offered_on >= short_wait.effective_from
            and timed.offered_on < short_wait.effective_to
    left join {{ ref('measure_limits') }} as answer_target
        on
            answer_target.limit_id = 'answer_target'
            and timed.offered_on >= answer_target.effective_from
            and timed.offered_on < answer_target.effective_to
),

published as (
    select
        limited.call_id,
        limited.offered_at,
        limited.offered_on,
        limited.caller_number_given,
        limited.outcome,
        -- A wait that nobody knows is not shown to be short.
        case
            when limited.seconds_to_abandonment <= limited.short_wait_seconds then 'abandoned_short'
            else limited.stated_outcome
        end as call_outcome,
        limited.answered_at,
        limited.ended_at,
        limited.seconds_to_answer,
        limited.seconds_to_abandonment,
        limited.answer_target_seconds,
        limited.seconds_to_answer <= limited.answer_target_seconds as is_answered_within_target,
        coalesce(limited.answered_at < limited.offered_at, false)
        or coalesce(limited.ended_at < limited.offered_at, false)
        or coalesce(limited.ended_at < limited.answered_at, false) as is_out_of_order,
        limited.referral_id,
        reports.referral_id is not null as led_to_report,
        limited.updated_at,
        limited.time_notes
    from limited
    left join {{ ref('referrals') }} as reports
        on limited.referral_id = reports.referral_id
)

select * from published
