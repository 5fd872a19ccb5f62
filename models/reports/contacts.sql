with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select
        {{ delivered('referrals', 'screened_at') }} as screened_at,
        {{ delivered('contacts', 'completed') }} and {{ delivered('contacts', 'contact_kind') }} as status,
        {{ delivered('contacts', 'contact_with') }} as contact_with
    from {{ ref('int_deliveries') }}
),

-- Dates come before any join: after one, DuckDB may no longer see that the zone is constant, which is thirty times slower.
dated as (
    select
        contacts.*,
        {{ local_date('contacts.contacted_at', 'build.time_zone') }} as contacted_on
    from {{ ref('stg_contacts') }} as contacts
    cross join build
),

contacts_of_reports as (
    select
        dated.*,
        reports.county_fips,
        reports.received_on,
        case
            when dated.contacted_at >= reports.received_at
                then {{ hours_between('reports.received_at', 'dated.contacted_at') }}
        end as hours_from_receipt,
        case
            when dated.contacted_at >= reports.accepted_at
                then {{ hours_between('reports.accepted_at', 'dated.contacted_at') }}
        end as hours_from_acceptance,
        case
            when not delivered.screened_at then null
            when dated.contacted_at < reports.received_at then 'before_receipt'
            when reports.screened_at is null then 'not_screened'
            -- At the moment of the decision screening is over.
            when dated.contacted_at < reports.screened_at then 'during_screening'
            else 'after_screening'
        end as contact_stage,
        case
            when not delivered.status then null
            when not dated.completed then 'not_reached'
            when dated.completed is null or dated.contact_kind is null then 'not_recorded'
            -- A completed attempt at the home says that somebody went there, and not that anyone was met (ITS 3(5)(D)(iii)).
            when dated.contact_kind = 'home_attempt' then 'home_visited'
            else 'reached'
        end as contact_status,
        -- What is dated before the report is no response to it.
        delivered.contact_with
        and coalesce(dated.contact_with = 'alleged_victim' and dated.contacted_at >= reports.received_at, false)
            as is_response_to_victim,
        delivered.contact_with as is_person_delivered
    from dated
    inner join {{ ref('referrals') }} as reports
        on dated.referral_id = reports.referral_id
    cross join delivered
),

numbered as (
    select
        *,
        row_number() over (
            partition by referral_id, is_response_to_victim
            order by contacted_at, contact_id
        ) as attempt_number,
        row_number() over (
            partition by referral_id, is_response_to_victim, coalesce(contact_status = 'reached', false)
            order by contacted_at, contact_id
        ) as reached_number
    from contacts_of_reports
),

published as (
    select
        contact_id,
        referral_id,
        county_fips,
        received_on,
        contacted_at,
        contacted_on,
        contact_with,
        contact_kind,
        completed,
        contact_status,
        contact_stage,
        hours_from_receipt,
        hours_from_acceptance,
        case when is_person_delivered then is_response_to_victim and attempt_number = 1 end
            as is_first_attempt_at_victim,
        case
            when is_person_delivered and contact_status is not null
                then is_response_to_victim and contact_status = 'reached' and reached_number = 1
        end as is_first_contact_with_victim
    from numbered
)

select * from published
