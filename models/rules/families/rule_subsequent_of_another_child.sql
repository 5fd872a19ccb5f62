-- A near report is one that subsequent_outside_45_days asks for. A child without a number may be any child.
{{ config(meta={
    'scope': [
        'referrals.screening_decision', 'referrals.screen_out_reason', 'referrals.accepted_at',
        'referrals.family_id|referrals.associated_referral_id', 'allegations.child_id',
    ],
    'reads': ['referrals.family_id', 'referrals.associated_referral_id'],
}) }}
with subsequent as (
    select * from {{ ref('int_near_reports') }}
    where is_near
),

own_children as (
    select
        subsequent.*,
        allegations.child_id
    from subsequent
    inner join {{ ref('allegations') }} as allegations
        on subsequent.referral_id = allegations.referral_id
),

-- A day has one row per child, so that no family is joined with itself.
family_children as (
    select distinct
        reports.family_id,
        reports.accepted_on,
        allegations.child_id
    from {{ ref('allegations') }} as allegations
    inner join {{ ref('referrals') }} as reports
        on allegations.referral_id = reports.referral_id
    where
        reports.screening_outcome = 'assigned'
        and reports.accepted_on is not null
        and reports.family_id in (select subsequent.family_id from subsequent)
),

family_days as (
    select
        family_id,
        accepted_on,
        bool_or(child_id is not null) as is_one_given,
        bool_or(child_id is null) as is_one_missing
    from family_children
    group by family_id, accepted_on
),

associated_children as (
    select
        subsequent.referral_id,
        allegations.child_id
    from subsequent
    inner join {{ ref('allegations') }} as allegations
        on subsequent.associated_referral_id = allegations.referral_id
    where subsequent.is_near_associated
),

told as (
    select
        subsequent.referral_id,
        family_days.is_one_given,
        family_days.is_one_missing
    from subsequent
    inner join family_days
        on
            subsequent.family_id = family_days.family_id
            and family_days.accepted_on between subsequent.first_on and subsequent.last_on
    union all
    select
        referral_id,
        child_id is not null as is_one_given,
        child_id is null as is_one_missing
    from associated_children
),

near_children as (
    select
        referral_id,
        bool_or(is_one_given) as is_one_given,
        bool_or(is_one_missing) as is_one_missing
    from told
    group by referral_id
),

shared as (
    select own_children.referral_id
    from own_children
    inner join family_children
        on
            own_children.family_id = family_children.family_id
            and own_children.child_id = family_children.child_id
            and family_children.accepted_on between own_children.first_on and own_children.last_on
    union
    select own_children.referral_id
    from own_children
    inner join associated_children
        on
            own_children.referral_id = associated_children.referral_id
            and own_children.child_id = associated_children.child_id
),

compared as (
    select
        own_children.referral_id,
        own_children.county_fips,
        own_children.received_on,
        own_children.first_on,
        own_children.last_on,
        bool_or(own_children.child_id is not null) as is_one_given,
        bool_or(own_children.child_id is null)
        -- Nobody knows the children of a report that is not current.
        or bool_or(own_children.is_near_associated is null) as is_one_missing
    from own_children
    group by all
)

select
    compared.referral_id,
    compared.county_fips,
    compared.received_on as counted_on,
    case
        when rule.rule_id is null then null
        when shared.referral_id is not null then false
        when compared.is_one_missing or near_children.is_one_missing then null
        else true
    end as is_broken,
    'no child of a report accepted from ' || compared.first_on || ' to ' || compared.last_on as observed,
    'the same child' as expected
from compared
inner join near_children
    on compared.referral_id = near_children.referral_id
left join shared
    on compared.referral_id = shared.referral_id
{{ join_rule_in_force('subsequent_of_another_child', 'compared.received_on') }}
where compared.is_one_given and near_children.is_one_given
