-- A case that neither the inquiry nor the report records does not count as open (ITS 11(1)).
{{ config(meta={
    'scope': ['preliminary_inquiries'],
    'reads': ['preliminary_inquiries.open_case_type', 'referrals.open_case_type'],
}) }}
with inquiries as (
    select
        inquiries.referral_id,
        inquiries.county_fips,
        inquiries.report_received_on as counted_on,
        inquiries.inquiry_id,
        case when rule.rule_id is not null then not inquiries.has_open_case end as is_broken
    from {{ ref('preliminary_inquiries') }} as inquiries
    {{ join_rule_in_force('preliminary_inquiry_without_open_case', 'inquiries.report_received_on') }}
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    'no open case' as observed,
    'open case' as expected
from inquiries
{{ keep_deciding_row('is_broken', 'inquiry_id') }}
