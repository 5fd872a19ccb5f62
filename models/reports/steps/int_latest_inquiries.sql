with inquiries as (
    select
        referral_id,
        inquiry_id,
        received_at,
        outcome
    from {{ ref('stg_preliminary_inquiries') }}
),

latest_of_report as (
    select
        referral_id,
        {{ greatest_by('inquiry_id', ['received_at', 'inquiry_id']) }} as inquiry_id
    from inquiries
    group by referral_id
)

select
    inquiries.referral_id,
    inquiries.inquiry_id,
    inquiries.outcome as inquiry_outcome
from inquiries
inner join latest_of_report
    on inquiries.inquiry_id = latest_of_report.inquiry_id
