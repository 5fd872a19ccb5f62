with current_versions as (
    {{ current_rows('recordings', 'recording_id') }}
)

select
    recording_id,
    referral_id,
    recorded_at,
    purged_at,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
