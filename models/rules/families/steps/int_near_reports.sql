{{ config(materialized='table') }}
-- Three rules read it. A family is never joined with itself: its acceptances are put together by day first, so each
-- report meets at most one row per day of the limit.
with subsequent as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        reports.received_at,
        reports.family_id,
        reports.associated_referral_id,
        {{ limit_before('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as first_on,
        {{ limit_before('reports.received_on', 'rule.lower_limit', 'rule.limit_unit') }} as last_on
    from {{ ref('referrals') }} as reports
    {{ join_rule_of_scope('subsequent_outside_45_days', 'reports.received_on') }}
    where
        reports.screening_outcome = 'screened_out'
        and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['subsequent']) }}
),

accepted as (
    select
        referral_id,
        family_id,
        accepted_on,
        completed_at
    from {{ ref('referrals') }}
    where
        screening_outcome = 'assigned'
        and accepted_on is not null
),

days_of_families as (
    select
        family_id,
        accepted_on,
        bool_or(completed_at is null) as is_one_open,
        max(completed_at) as last_completed_at
    from accepted
    where family_id in (select subsequent.family_id from subsequent)
    group by family_id, accepted_on
),

-- The latest acceptance of the family by then is shown also where it is too old. Sorted by day, with acceptances before
-- questions of the same day.
days as (
    select
        family_id,
        accepted_on as on_day,
        0 as turn,
        accepted_on,
        cast(null as varchar) as referral_id
    from days_of_families
    union all
    select
        family_id,
        last_on as on_day,
        1 as turn,
        cast(null as date) as accepted_on,
        referral_id
    from subsequent
    where family_id is not null
),

latest_by_day as (
    select
        referral_id,
        max(accepted_on) over (
            partition by family_id
            order by on_day, turn
            rows between unbounded preceding and current row
        ) as family_accepted_on
    from days
),

near_in_family as (
    select
        subsequent.referral_id,
        bool_or(days_of_families.is_one_open or days_of_families.last_completed_at >= subsequent.received_at) as is_ongoing
    from subsequent
    inner join days_of_families
        on
            subsequent.family_id = days_of_families.family_id
            and days_of_families.accepted_on between subsequent.first_on and subsequent.last_on
    group by subsequent.referral_id
),

attached as (
    select
        subsequent.*,
        latest_by_day.family_accepted_on,
        near_in_family.referral_id is not null as is_near_family,
        coalesce(near_in_family.is_ongoing, false) as is_ongoing_in_family,
        associated.accepted_on as associated_accepted_on,
        case
            when subsequent.associated_referral_id is null then false
            -- Nobody knows whether a report that is not current was accepted.
            when known.referral_id is not null
                then coalesce(associated.accepted_on between subsequent.first_on and subsequent.last_on, false)
        end as is_near_associated,
        coalesce(associated.completed_at >= subsequent.received_at, true) as is_associated_unfinished
    from subsequent
    left join latest_by_day
        on subsequent.referral_id = latest_by_day.referral_id
    left join near_in_family
        on subsequent.referral_id = near_in_family.referral_id
    left join {{ ref('referrals') }} as known
        on subsequent.associated_referral_id = known.referral_id
    left join accepted as associated
        on subsequent.associated_referral_id = associated.referral_id
)

select
    referral_id,
    county_fips,
    received_on,
    family_id,
    associated_referral_id,
    first_on,
    last_on,
    family_accepted_on,
    associated_accepted_on,
    is_near_family,
    is_near_associated,
    is_near_family or is_near_associated as is_near,
    is_ongoing_in_family or (is_near_associated and is_associated_unfinished) as is_one_ongoing
from attached
