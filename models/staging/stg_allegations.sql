with current_versions as (
    {{ current_rows('allegations', 'allegation_id') }}
)

select
    allegation_id,
    referral_id,
    child_id,
    child_age_years,
    maltreatment_type,
    perpetrator_role,
    child_disability,
    child_limited_communication,
    finding,
    found_on,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
