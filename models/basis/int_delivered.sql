with deliveries as (
    select * from {{ ref('int_deliveries') }}
),

answered as (
    select
        {{ delivered('referrals') }} as referrals,
        {{ delivered('referrals', 'received_via') }} as received_via,
        {{ delivered('referrals', 'reporter_declined_identity') }} as reporter_declined_identity,
        {{ delivered('referrals', 'reporter_first_name_given') }} as reporter_first_name_given,
        {{ delivered('referrals', 'reporter_last_name_given') }} as reporter_last_name_given,
        {{ delivered('referrals', 'reporter_type') }} as reporter_type,
        {{ delivered('referrals', 'county_office_received_at') }} as county_office_received_at,
        {{ delivered('referrals', 'district_notified_at') }} as district_notified_at,
        {{ delivered('referrals', 'family_id') }} as family_id,
        {{ delivered('referrals', 'possible_indian_child') }} as possible_indian_child,
        {{ delivered('referrals', 'screening_decision') }} as screening_decision,
        {{ delivered('referrals', 'screened_at') }} as screened_at,
        {{ delivered('referrals', 'screen_out_reason') }} as screen_out_reason,
        {{ delivered('referrals', 'services_referred') }} as services_referred,
        {{ delivered('referrals', 'reporter_informed') }} as reporter_informed,
        {{ delivered('referrals', 'accepted_at') }} as accepted_at,
        {{ delivered('referrals', 'priority') }} as priority,
        {{ delivered('referrals', 'response_type') }} as response_type,
        {{ delivered('referrals', 'response_due_on') }} as response_due_on,
        {{ delivered('referrals', 'initiated_at') }} as initiated_at,
        {{ delivered('referrals', 'initiation_exception') }} as initiation_exception,
        {{ delivered('referrals', 'completed_at') }} as completed_at,
        {{ delivered('allegations') }} as allegations,
        {{ delivered('allegations', 'child_id') }} as child_id,
        {{ delivered('allegations', 'finding') }} as finding,
        {{ delivered('allegations', 'found_on') }} as found_on,
        {{ delivered('preliminary_inquiries') }} as preliminary_inquiries
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
