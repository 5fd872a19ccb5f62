-- It reads staging, because `referrals` reads this model; only the columns that decide acceptance are read a second time.
with delivered as (
    select * from {{ ref('int_delivered') }}
),

accepted as (
    select
        reports.referral_id,
        reports.family_id,
        reports.accepted_at as opened_at,
        reports.completed_at as closed_at,
        reports.accepted_at as asked_at
    from {{ ref('stg_referrals') }} as reports
    left join {{ ref('int_latest_inquiries') }} as inquiries
        on reports.referral_id = inquiries.referral_id
    cross join delivered
    where
        reports.family_id is not null
        and reports.accepted_at is not null
        and {{ screening_outcome() }} = 'assigned'
),

family_at_acceptance as (
    {{ family_at('accepted', 'accepted') }}
)

select
    family_at_acceptance.referral_id,
    family_at_acceptance.opened_before as earlier_accepted,
    -- The report itself is pending too (ITS 20(2)).
    case when delivered.completed_at then 1 + family_at_acceptance.open_at end as pending_accepted
from family_at_acceptance
cross join delivered
