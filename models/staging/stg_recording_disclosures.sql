with current_versions as (
    {{ current_rows('recording_disclosures', 'disclosure_id') }}
)

select
    disclosure_id,
    recording_id,
    disclosed_at,
    court_order_number_given,
    reporter_redacted,
    court_ordered_unredacted,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
