-- One row per report and run of publications that counted it alike, this build being the last of them. Reports that
-- every publication counted alike are left out; they are nearly all.
with

bounds as (
    select
        min(sequence) as first_sequence,
        max(sequence) + 1 as present_sequence
    from {{ ref('int_recorded_builds') }}
),

recorded as (
    select * from {{ ref('int_recorded_reports') }}
),

still_open as (
    select * from recorded
    where until_sequence is null
),

reports as (
    select counted.*
    from {{ ref('int_counted_reports') }} as counted
    cross join bounds
    where bounds.present_sequence is not null
),

compared as (
    select
        recorded.referral_id as recorded_id,
        recorded.received_on as recorded_received_on,
        recorded.county_fips as recorded_county_fips,
        recorded.screening_outcome as recorded_screening_outcome,
        recorded.finding_outcome as recorded_finding_outcome,
        recorded.counted_as as recorded_counted_as,
        recorded.from_sequence,
        reports.*,
        coalesce(
            recorded.received_on = reports.received_on
            and recorded.county_fips = reports.county_fips
            and recorded.counted_as = reports.counted_as
            and recorded.screening_outcome is not distinct from reports.screening_outcome
            and recorded.finding_outcome is not distinct from reports.finding_outcome,
            false
        ) as is_unchanged
    from still_open as recorded
    full join reports on recorded.referral_id = reports.referral_id
),

of_interest as (
    select
        compared.*,
        bounds.first_sequence,
        bounds.present_sequence
    from compared
    cross join bounds
    where not compared.is_unchanged or compared.from_sequence > bounds.first_sequence
),

versions as (
    select
        referral_id,
        received_on,
        county_fips,
        screening_outcome,
        finding_outcome,
        counted_as,
        from_sequence,
        until_sequence
    from recorded
    where until_sequence is not null
    union all
    select
        recorded_id as referral_id,
        recorded_received_on as received_on,
        recorded_county_fips as county_fips,
        recorded_screening_outcome as screening_outcome,
        recorded_finding_outcome as finding_outcome,
        recorded_counted_as as counted_as,
        from_sequence,
        case when not is_unchanged then present_sequence end as until_sequence
    from of_interest
    where recorded_id is not null
    union all
    select
        referral_id,
        received_on,
        county_fips,
        screening_outcome,
        finding_outcome,
        counted_as,
        present_sequence as from_sequence,
        cast(null as bigint) as until_sequence
    from of_interest
    where referral_id is not null and not is_unchanged
)

select * from versions
