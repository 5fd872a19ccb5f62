with

delivered as (
    select * from {{ ref('int_delivered') }}
),

versions as (
    select * from {{ ref('stg_screening_versions') }}
),

screened as (
    -- A preliminary inquiry is not yet a decision: it is meant to end in one (ITS 11(2)(G)), and that is no override.
    select
        referral_id,
        min(version_number) as first_number
    from versions
    where screening_decision in ('screened_out', 'information_and_referral', 'assigned')
    group by referral_id
),

compared as (
    -- A value that was missing and is given later is no change.
    select
        versions.referral_id,
        {{ greatest_by('versions.screening_decision', ['-versions.version_number']) }} as screening_decision_first,
        {{ greatest_by('versions.priority', ['-versions.version_number']) }} as priority_first,
        {{ greatest_by('versions.response_type', ['-versions.version_number']) }} as response_type_first,
        delivered.screening_decision
        and coalesce(min(versions.screening_decision) < max(versions.screening_decision), false) as is_decision_changed,
        delivered.priority
        and coalesce(min(versions.priority) < max(versions.priority), false) as is_priority_changed,
        delivered.response_type
        and coalesce(min(versions.response_type) < max(versions.response_type), false) as is_response_type_changed
    from versions
    inner join screened
        on versions.referral_id = screened.referral_id and versions.version_number >= screened.first_number
    cross join delivered
    group by versions.referral_id, delivered.screening_decision, delivered.priority, delivered.response_type
),

published as (
    select
        reports.referral_id,
        reports.received_on,
        reports.county_fips,
        reports.screened_at,
        compared.screening_decision_first,
        reports.screening_decision,
        compared.is_decision_changed,
        compared.priority_first,
        reports.priority,
        compared.is_priority_changed,
        compared.response_type_first,
        reports.response_type,
        compared.is_response_type_changed
    from compared
    inner join {{ ref('referrals') }} as reports on compared.referral_id = reports.referral_id
    where compared.is_decision_changed or compared.is_priority_changed or compared.is_response_type_changed
    order by reports.received_on, reports.county_fips, reports.referral_id
)

select * from published
