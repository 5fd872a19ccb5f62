-- A home visit counts whoever was meant; another contact counts by the person. One is enough (ITS 3(5)(D), 8(4)). A contact
-- with the person who reported is the report itself and forbids nothing (ITS 10(2)(iv)), unless it was a home visit.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.screen_out_reason', 'referrals.screened_at',
        'preliminary_inquiries',
    ],
    'reads': [
        'contacts.completed', 'contacts.contact_with', 'contacts.contact_kind', 'referrals.reporter_type',
    ],
    'tells_who_reported': true,
}) }}
with contacts_and_reporters as (
    select
        contacts.*,
        case contacts.contact_with
            when 'alleged_victim' then {{ means('reports.reporter_type', 'reporter_types', ['alleged_victim']) }}
            when 'prfc' then {{ means('reports.reporter_type', 'reporter_types', ['parent']) }}
            when 'alleged_perpetrator'
                then {{ means('reports.reporter_type', 'reporter_types', ['alleged_perpetrator']) }}
            else false
        end as is_reporter
    from {{ ref('int_contacts_before_screening') }} as contacts
    inner join {{ ref('referrals') }} as reports
        on contacts.referral_id = reports.referral_id
),

contacts as (
    select
        referral_id,
        contacted_on,
        completed
        and (
            (contact_with in ('alleged_victim', 'sibling', 'prfc', 'alleged_perpetrator') and not is_reporter)
            or contact_kind = 'home_attempt'
        ) as forbids_screening_out
    from contacts_and_reporters
),

contacted as (
    select
        referral_id,
        {{ any_true('forbids_screening_out') }} as is_contacted,
        min(contacted_on) filter (where forbids_screening_out) as first_contacted_on
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
    reports.screening_outcome || ', first contact on ' || contacted.first_contacted_on as observed,
    'assigned' as expected
from {{ ref('referrals') }} as reports
left join contacted
    on reports.referral_id = contacted.referral_id
{{ join_rule_in_force('screened_out_after_contact', 'reports.received_on') }}
where
    reports.screening_outcome in ('screened_out', 'information_and_referral')
    and reports.screened_at is not null
    and not coalesce({{ means('reports.screen_out_reason', 'screen_out_reasons', ['accidental_injury']) }}, false)
    and reports.referral_id not in (select inquiries.referral_id from {{ ref('int_latest_inquiries') }} as inquiries)
