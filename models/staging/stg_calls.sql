with current_versions as (
    {{ current_rows('calls', 'call_id') }}
)

-- The line is stored and read nowhere. It is the one text that is held to a length alone, so nothing publishes it.
select
    call_id,
    offered_at,
    caller_number_given,
    answered_at,
    ended_at,
    outcome,
    referral_id,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
