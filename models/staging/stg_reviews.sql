with current_versions as (
    {{ current_rows('reviews', 'review_id') }}
)

select
    review_id,
    referral_id,
    level,
    requested_at,
    priority_at_request,
    information_needed,
    information_received_at,
    decided_at,
    outcome,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
