-- marts.recordings has judged, by the time to keep that was in force when the recording was made (R(j), ITS 1(c)).
{{ config(meta={
    'scope': ['recordings.purged_at'],
}) }}
with recordings as (
    select
        recordings.referral_id,
        recordings.county_fips,
        recordings.recording_id,
        recordings.purged_on,
        recordings.retention_ends_at,
        recordings.retention_ends_on,
        build.time_zone,
        coalesce(recordings.purged_on, recordings.retention_ends_on) as counted_on,
        case
            when rule.rule_id is not null
                then nullif(recordings.recording_status, 'not_assessable') = 'purged_early'
        end as is_broken
    from {{ ref('recordings') }} as recordings
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force('recording_purged_early', 'recordings.recorded_on') }}
    where recordings.purged_on is not null or recordings.recording_status = 'retention_over'
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    'purged on ' || purged_on as observed,
    'kept until ' || {{ time_or_date_text('retention_ends_at', 'retention_ends_on', 'time_zone') }} as expected
from recordings
{{ keep_deciding_row('retention_ends_on - purged_on', 'recording_id') }}
