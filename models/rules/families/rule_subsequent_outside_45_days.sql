-- The latest acceptance of the family that is early enough decides: if it is too old, so are all others. It is never
-- the report's own, because the report was screened out.
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.screen_out_reason'],
    'reads': ['referrals.family_id', 'referrals.associated_referral_id', 'referrals.accepted_at'],
}) }}
with subsequent as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        reports.family_id,
        reports.associated_referral_id,
        rule.rule_id,
        reports.received_on - cast(rule.upper_limit as integer) as first_on,
        reports.received_on - cast(rule.lower_limit as integer) as last_on
    from {{ ref('referrals') }} as reports
    {{ join_rule_in_force('subsequent_outside_45_days', 'reports.received_on') }}
    where
        reports.screening_outcome = 'screened_out'
        and {{ means('reports.screen_out_reason', 'screen_out_reasons', ['subsequent']) }}
),

-- Sorted by day, with acceptances before questions of the same day, so that no family is joined with itself.
days as (
    select
        family_id,
        accepted_on as on_day,
        0 as turn,
        accepted_on,
        cast(null as varchar) as referral_id
    from {{ ref('referrals') }}
    where
        screening_outcome = 'assigned'
        and accepted_on is not null
        and family_id in (select subsequent.family_id from subsequent)
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

latest_of_family as (
    select * from latest_by_day
    where referral_id is not null
),

answered as (
    select
        subsequent.*,
        latest_of_family.family_accepted_on,
        case when associated.screening_outcome = 'assigned' then associated.accepted_on end as associated_accepted_on,
        coalesce(latest_of_family.family_accepted_on >= subsequent.first_on, false) as is_near_family,
        case
            when subsequent.associated_referral_id is null then false
            -- Nobody knows whether a report that is not current was accepted.
            when associated.referral_id is not null
                then coalesce(
                    associated.screening_outcome = 'assigned'
                    and associated.accepted_on >= subsequent.first_on
                    and associated.accepted_on <= subsequent.last_on,
                    false
                )
        end as is_near_associated
    from subsequent
    left join latest_of_family
        on subsequent.referral_id = latest_of_family.referral_id
    left join {{ ref('referrals') }} as associated
        on subsequent.associated_referral_id = associated.referral_id
)

select
    referral_id,
    county_fips,
    received_on as counted_on,
    case
        when rule_id is not null and (family_id is not null or associated_referral_id is not null)
            then not (is_near_family or is_near_associated)
    end as is_broken,
    coalesce(
        'family accepted on ' || family_accepted_on, 'no accepted report of the family by then'
    ) || coalesce(', associated report accepted on ' || associated_accepted_on, '') as observed,
    'a report accepted from ' || first_on || ' to ' || last_on as expected
from answered
