-- Finds days and counties where screened out + information and referral + assigned + pending is not the number received.
-- Matters always: the statute asks for parts of one number (R(b)). Resolve by mending screening_outcome in referrals.
with

broken as (
    select
        received_on,
        county_fips,
        calls_received,
        calls_screened_out,
        information_and_referral,
        referrals_assigned,
        calls_pending_screening
    from {{ ref('statutory_counts_daily') }}
    where
        calls_screened_out + information_and_referral + referrals_assigned + calls_pending_screening <> calls_received
)

select * from broken
