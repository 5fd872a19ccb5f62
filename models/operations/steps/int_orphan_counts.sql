-- Rows whose report (or recording) is not current are in no figure. The published count says how many there are. A call
-- that names no current report is an orphan by that link alone: it was offered all the same, and counts as a call.
with reports as (
    select referral_id from {{ ref('referrals') }}
),

counted as (
    -- Allegations come already counted by report.
    select
        'allegations' as extract,
        cast(coalesce(sum(allegation_count), 0) as bigint) as orphan_count
    from {{ ref('int_allegations_by_report') }}
    where referral_id not in (select reports.referral_id from reports)
    union all
    {% for extract, rows in {
        'contacts': ref('stg_contacts'),
        'reviews': ref('stg_reviews'),
        'preliminary_inquiries': ref('stg_preliminary_inquiries'),
        'recordings': ref('stg_recordings'),
        'calls': ref('stg_calls'),
    }.items() %}
        select
            '{{ extract }}' as extract,
            count(*) as orphan_count
        from {{ rows }}
        where referral_id not in (select reports.referral_id from reports)
        union all
    {% endfor %}
    select
        'recording_disclosures' as extract,
        count(*) as orphan_count
    from {{ ref('stg_recording_disclosures') }}
    where recording_id not in (select recordings.recording_id from {{ ref('recordings') }} as recordings)
)

select * from counted
