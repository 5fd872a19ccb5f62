{{ config(materialized='table') }}
-- Few contacts are made before screening, and two rules read them: so they are a table of their own.
select
    contacts.contact_id,
    contacts.referral_id,
    reports.received_at,
    contacts.contacted_at,
    {{ local_date('contacts.contacted_at', 'build.time_zone') }} as contacted_on,
    contacts.contact_with,
    contacts.contact_kind,
    contacts.completed
from {{ ref('stg_contacts') }} as contacts
inner join {{ ref('referrals') }} as reports
    on contacts.referral_id = reports.referral_id
cross join {{ ref('int_build') }} as build
where contacts.contacted_at < reports.screened_at
