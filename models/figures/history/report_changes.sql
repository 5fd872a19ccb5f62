-- Publishing replaces the build's id by the audience's own publication_id, and sets its time.
with

versions as (
    select * from {{ ref('int_report_versions') }}
),

recorded as (
    select * from {{ ref('int_recorded_builds') }}
),

bounds as (
    select
        min(sequence) as first_sequence,
        max(sequence) + 1 as present_sequence,
        -- A build that was published before is no new publication, and a rebuild of a past moment is none of the history.
        coalesce(bool_or(is_present or is_later), false) as is_none_of_its_own
    from recorded
),

builds as (
    select
        sequence,
        build_id,
        as_of,
        recorded_at
    from recorded
    where not is_later
    union all
    select
        bounds.present_sequence as sequence,
        build.build_id,
        build.as_of,
        cast(null as timestamptz) as recorded_at
    from {{ ref('int_build') }} as build
    cross join bounds
    where not bounds.is_none_of_its_own
),

began as (
    -- The history begins with the first publication, so its counts are no changes.
    select versions.*
    from versions
    cross join bounds
    where versions.from_sequence > bounds.first_sequence
),

ended as (
    select * from versions
    where until_sequence is not null
),

changed as (
    select
        coalesce(began.from_sequence, ended.until_sequence) as sequence,
        coalesce(began.referral_id, ended.referral_id) as referral_id,
        case
            when ended.referral_id is null then 'added'
            when began.referral_id is null then 'removed'
            else 'reclassified'
        end as change,
        ended.received_on as received_on_before,
        began.received_on,
        ended.county_fips as county_fips_before,
        began.county_fips,
        ended.screening_outcome as screening_outcome_before,
        began.screening_outcome,
        ended.finding_outcome as finding_outcome_before,
        began.finding_outcome,
        ended.counted_as as counted_as_before,
        began.counted_as
    from ended
    full join began on ended.referral_id = began.referral_id and ended.until_sequence = began.from_sequence
),

published as (
    select
        builds.build_id as publication_id,
        builds.recorded_at as published_at,
        builds.as_of,
        changed.referral_id,
        changed.change,
        changed.received_on_before,
        changed.received_on,
        changed.county_fips_before,
        changed.county_fips,
        changed.screening_outcome_before,
        changed.screening_outcome,
        changed.finding_outcome_before,
        changed.finding_outcome,
        changed.counted_as_before,
        changed.counted_as
    from changed
    inner join builds on changed.sequence = builds.sequence
    order by changed.sequence, changed.referral_id
)

select * from published
