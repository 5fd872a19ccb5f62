with current_versions as (
    {{ current_rows('contacts', 'contact_id') }}
)

select
    contact_id,
    referral_id,
    contacted_at,
    contact_with,
    contact_kind,
    completed,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
