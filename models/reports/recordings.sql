with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select
        {{ delivered('recordings', 'purged_at') }} as purged_at,
        {{ delivered('recording_disclosures') }} as disclosures,
        {{ delivered('recording_disclosures', 'court_order_number_given') }} as court_order,
        {{ delivered('recording_disclosures', 'reporter_redacted') }}
        and {{ delivered('recording_disclosures', 'court_ordered_unredacted') }}
        and {{ delivered('recording_disclosures', 'court_order_number_given') }} as redaction
    from {{ ref('int_deliveries') }}
),

disclosures_of_recordings as (
    select
        recording_id,
        count(*) as disclosure_count,
        count(*) filter (where court_order_number_given is not true) as without_court_order_count,
        count(*) filter (where {{ is_reporter_left_in('disclosures') }}) as not_redacted_count,
        max(disclosed_at) as last_disclosed_at
    from {{ ref('stg_recording_disclosures') }} as disclosures
    group by recording_id
),

-- Dates come before any join: after one, DuckDB may no longer see that the zone is constant, which is thirty times slower.
dated as (
    select
        recordings.*,
        {{ local_date('recordings.recorded_at', 'build.time_zone') }} as recorded_on,
        {{ local_date('recordings.purged_at', 'build.time_zone') }} as purged_on,
        build.as_of,
        build.as_of_on,
        build.time_zone
    from {{ ref('stg_recordings') }} as recordings
    cross join build
),

recordings_of_reports as (
    select
        dated.*,
        reports.county_fips
    from dated
    inner join {{ ref('referrals') }} as reports
        on dated.referral_id = reports.referral_id
),

kept_until as (
    select
        made.*,
        coalesce(made.purged_at, made.as_of) as purged_or_as_of,
        coalesce(made.purged_on, made.as_of_on) as purged_or_as_of_on,
        {{ retention_ends_at('made.recorded_at') }} as retention_ends_at,
        {{ retention_ends_on('made.recorded_on') }} as retention_last_on
    from recordings_of_reports as made
    {{ join_retention_in_force('made.recorded_on') }}
),

judged as (
    select
        *,
        coalesce(retention_last_on, {{ local_date('retention_ends_at', 'time_zone') }}) as retention_ends_on,
        {{ is_retention_over(
            'purged_or_as_of', 'purged_or_as_of_on', 'retention_ends_at', 'retention_last_on'
        ) }} as is_retention_over
    from kept_until
),

published as (
    select
        judged.recording_id,
        judged.referral_id,
        judged.county_fips,
        judged.recorded_at,
        judged.recorded_on,
        judged.retention_ends_at,
        judged.retention_ends_on,
        judged.purged_at,
        judged.purged_on,
        case
            when delivered.purged_at
                then greatest(cast(judged.purged_or_as_of_on - judged.recorded_on as bigint), 0)
        end as days_kept,
        case
            when not delivered.purged_at then null
            when judged.is_retention_over is null then 'not_assessable'
            -- The time is over on the day it ends: a recording purged on that day was kept long enough.
            when judged.is_retention_over
                then case when judged.purged_on is null then 'retention_over' else 'purged' end
            when judged.purged_on is null then 'retained'
            else 'purged_early'
        end as recording_status,
        case when delivered.disclosures then coalesce(disclosures.disclosure_count, 0) end as disclosure_count,
        {{ local_date('disclosures.last_disclosed_at', 'judged.time_zone') }} as last_disclosed_on,
        case
            when delivered.court_order then coalesce(disclosures.without_court_order_count, 0)
        end as without_court_order_count,
        case when delivered.redaction then coalesce(disclosures.not_redacted_count, 0) end as not_redacted_count
    from judged
    left join disclosures_of_recordings as disclosures
        on judged.recording_id = disclosures.recording_id
    cross join delivered
)

select * from published
