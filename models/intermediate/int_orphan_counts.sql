-- Rows whose report (or recording) is not current: in no figure, and said so.
with reports as (
    select referral_id from {{ ref('stg_referrals') }}
),

recordings_of_reports as (
    select recordings.recording_id
    from {{ ref('stg_recordings') }} as recordings
    inner join reports
        on recordings.referral_id = reports.referral_id
),

counted as (
    {% for extract in ['allegations', 'contacts', 'reviews', 'preliminary_inquiries', 'recordings'] %}
        select
            '{{ extract }}' as extract,
            count(*) as orphan_count
        from {{ ref('stg_' ~ extract) }}
        where referral_id not in (select reports.referral_id from reports)
        union all
    {% endfor %}
    select
        'recording_disclosures' as extract,
        count(*) as orphan_count
    from {{ ref('stg_recording_disclosures') }}
    where recording_id not in (select recordings_of_reports.recording_id from recordings_of_reports)
)

select * from counted
