-- Only completed inquiries are in scope: before that the examination may still come (ITS 11(2)(C)).
{{ config(meta={
    'scope': ['preliminary_inquiries.completed_at', 'preliminary_inquiries.medical_exam_required'],
    'reads': ['preliminary_inquiries.medical_exam_done'],
}) }}
with inquiries as (
    select
        inquiries.referral_id,
        inquiries.county_fips,
        inquiries.report_received_on as counted_on,
        inquiries.inquiry_id,
        case when rule.rule_id is not null then inquiries.medical_exam_done is not true end as is_broken
    from {{ ref('preliminary_inquiries') }} as inquiries
    {{ join_rule_in_force('medical_exam_missing', 'inquiries.report_received_on') }}
    where inquiries.completed_at is not null and inquiries.medical_exam_required
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    'no examination' as observed,
    'examination' as expected
from inquiries
{{ keep_deciding_row('is_broken', 'inquiry_id') }}
