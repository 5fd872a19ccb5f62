-- An attempt counts like a contact: nobody may approach the family at all (ITS 10(2)(iv)).
{{ config(meta={
    'scope': ['referrals.screened_at', 'referrals.reporter_type', 'preliminary_inquiries'],
    'reads': ['contacts.contact_with'],
    'tells_who_reported': true,
}) }}
with contacts as (
    select
        referral_id,
        contacted_on,
        contact_with in ('alleged_victim', 'sibling', 'prfc', 'alleged_perpetrator') as is_with_family
    from {{ ref('int_contacts_before_screening') }}
    where contacted_at >= received_at
),

contacted as (
    select
        referral_id,
        {{ any_true('is_with_family') }} as is_contacted,
        min(contacted_on) filter (where is_with_family) as first_contacted_on
    from contacts
    group by referral_id
)

select
    reports.referral_id,
    reports.county_fips,
    reports.received_on as counted_on,
    case
        when rule.rule_id is not null
            then case when contacted.referral_id is null then false else contacted.is_contacted end
    end as is_broken,
    'family contacted on ' || contacted.first_contacted_on as observed,
    'family not contacted before the decision' as expected
from {{ ref('referrals') }} as reports
left join contacted
    on reports.referral_id = contacted.referral_id
{{ join_rule_in_force('family_contacted_during_screening', 'reports.received_on') }}
where
    reports.screened_at is not null
    -- Null, and so out of scope, where nobody knows who reported.
    and not {{ means('reports.reporter_type', 'reporter_types', ['alleged_victim', 'parent', 'alleged_perpetrator']) }}
    and reports.referral_id not in (select inquiries.referral_id from {{ ref('int_latest_inquiries') }} as inquiries)
