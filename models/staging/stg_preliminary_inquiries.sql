with current_versions as (
    {{ current_rows('preliminary_inquiries', 'inquiry_id') }}
)

select
    inquiry_id,
    referral_id,
    open_case_type,
    received_at,
    completed_at,
    outcome,
    medical_exam_required,
    medical_exam_done,
    updated_at,
    _extracted_at as extracted_at,
    _time_notes as time_notes
from current_versions
