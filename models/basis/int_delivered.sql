with deliveries as (
    select * from {{ ref('int_deliveries') }}
),

answered as (
    select
        {{ delivered('referrals', 'reporter_declined_identity') }} as reporter_declined_identity,
        {{ delivered('referrals', 'reporter_first_name_given') }} as reporter_first_name_given,
        {{ delivered('referrals', 'reporter_last_name_given') }} as reporter_last_name_given,
        {{ delivered('referrals', 'screening_decision') }} as screening_decision,
        {{ delivered('referrals', 'screen_out_reason') }} as screen_out_reason,
        {{ delivered('referrals', 'accepted_at') }} as accepted_at,
        {{ delivered('referrals', 'priority') }} as priority,
        {{ delivered('referrals', 'response_type') }} as response_type,
        {{ delivered('referrals', 'initiated_at') }} as initiated_at,
        {{ delivered('referrals', 'completed_at') }} as completed_at,
        {{ delivered('allegations') }} as allegations,
        {{ delivered('allegations', 'child_id') }} as child_id,
        {{ delivered('allegations', 'finding') }} as finding
    from deliveries
),

with_what_follows as (
    select
        *,
        reporter_declined_identity or reporter_first_name_given or reporter_last_name_given as anonymity,
        screening_decision and response_type as investigations,
        screening_decision and response_type and allegations and finding as findings
    from answered
)

select * from with_what_follows
