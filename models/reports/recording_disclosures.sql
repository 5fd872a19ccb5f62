with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select
        {{ delivered('recordings', 'purged_at') }} as purged_at,
        {{ delivered('recording_disclosures', 'court_order_number_given') }} as court_order,
        {{ delivered('recording_disclosures', 'reporter_redacted') }}
        and {{ delivered('recording_disclosures', 'court_ordered_unredacted') }}
        and {{ delivered('recording_disclosures', 'court_order_number_given') }} as redaction
    from {{ ref('int_deliveries') }}
),

disclosures_of_recordings as (
    select
        disclosures.*,
        {{ local_date('disclosures.disclosed_at', 'build.time_zone') }} as disclosed_on
    from {{ ref('stg_recording_disclosures') }} as disclosures
    cross join build
),

judged as (
    select
        disclosures.*,
        recordings.referral_id,
        recordings.county_fips,
        recordings.recorded_on,
        cast(disclosures.disclosed_on - recordings.recorded_on as bigint) as days_from_recording,
        case
            when delivered.purged_at then coalesce(disclosures.disclosed_at > recordings.purged_at, false)
        end as is_after_purge,
        case
            when delivered.court_order
                then
                    case
                        when of_orders.rule_id is null then 'not_assessable'
                        -- An order whose number is not on record is none (ITS 1(c)).
                        when disclosures.court_order_number_given then 'kept'
                        else 'broken'
                    end
        end as court_order_status,
        case
            when delivered.redaction
                then
                    case
                        when of_redaction.rule_id is null then 'not_assessable'
                        when {{ is_reporter_left_in('disclosures') }} then 'broken'
                        else 'kept'
                    end
        end as redaction_status
    from disclosures_of_recordings as disclosures
    inner join {{ ref('recordings') }} as recordings
        on disclosures.recording_id = recordings.recording_id
    left join {{ ref('policy_rules') }} as of_orders
        on
            of_orders.rule_id = 'disclosed_without_court_order'
            and recordings.recorded_on >= of_orders.effective_from
            and recordings.recorded_on < of_orders.effective_to
    left join {{ ref('policy_rules') }} as of_redaction
        on
            of_redaction.rule_id = 'reporter_not_redacted'
            and recordings.recorded_on >= of_redaction.effective_from
            and recordings.recorded_on < of_redaction.effective_to
    cross join delivered
),

published as (
    select
        disclosure_id,
        recording_id,
        referral_id,
        county_fips,
        recorded_on,
        disclosed_at,
        disclosed_on,
        days_from_recording,
        is_after_purge,
        court_order_number_given,
        reporter_redacted,
        court_ordered_unredacted,
        court_order_status,
        redaction_status,
        case
            when court_order_status = 'broken' or redaction_status = 'broken' then 'broken'
            when court_order_status is null or redaction_status is null then null
            when court_order_status = 'not_assessable' or redaction_status = 'not_assessable' then 'not_assessable'
            else 'kept'
        end as disclosure_status
    from judged
)

select * from published
order by disclosed_on, county_fips, disclosure_id
