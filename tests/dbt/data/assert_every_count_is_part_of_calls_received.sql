-- Finds rows in which a count of reports exceeds the reports received, or the anonymous reports are not the sum of those
-- stated and inferred. Matters always: the statute asks for the calls received "and of that number" the others (R(b)).
-- Resolve in referrals.
with

broken as (
    select
        received_on,
        county_fips,
        calls_received,
        calls_anonymous,
        investigations
    from {{ ref('statutory_counts_daily') }}
    where
        greatest(
            calls_by_telephone, calls_screened_out, information_and_referral, referrals_assigned, calls_pending_screening
        ) > calls_received
        or calls_anonymous + calls_anonymity_not_recorded > calls_received
        or calls_anonymous <> coalesce(calls_anonymous_stated, 0) + coalesce(calls_anonymous_inferred, 0)
        or investigations > referrals_assigned
        or calls_unsubstantiated_or_ruled_out + calls_partly_unsubstantiated + investigations_awaiting_finding > investigations
)

select * from broken
