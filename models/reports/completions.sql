with build as (
    select * from {{ ref('int_build') }}
),

-- Dates come before any join: after one, DuckDB may no longer see that the zone is constant, which is thirty times slower.
dated as (
    select
        reports.*,
        {{ local_date('reports.completed_at', 'build.time_zone') }} as completed_on
    from {{ ref('referrals') }} as reports
    cross join build
    where
        reports.screening_outcome = 'assigned'
        and reports.accepted_at is not null
        and reports.completed_at is not null
),

published as (
    select
        dated.referral_id,
        dated.county_fips,
        dated.district_id,
        dated.received_on,
        dated.response_type,
        dated.accepted_on,
        dated.completed_on,
        case when dated.completed_at >= dated.accepted_at then cast(dated.completed_on - dated.accepted_on as bigint) end
            as days_to_completion,
        dated.pending_accepted,
        -- The number of pending reports from which the policy wants all of them completed faster is that of the rule.
        dated.pending_accepted >= {{ lower_limit_of_scope('three_pending_not_investigated') }} as is_of_several_pending
    from dated
    {{ join_rule_in_force('three_pending_not_investigated', 'dated.received_on') }}
)

select * from published
