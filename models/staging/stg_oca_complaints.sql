with current_versions as (
    {{ current_rows('oca_complaints', 'complaint_id') }}
)

select
    complaint_id,
    received_at,
    received_via,
    complainant_anonymous,
    referral_id,
    family_id,
    county_fips,
    concern,
    in_scope,
    agency_contacted_first,
    agency_contact_level,
    case_standing,
    followed_up_at,
    decided_at,
    decision,
    referred_to,
    opened_at,
    closed_at,
    finding,
    recommendation,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
