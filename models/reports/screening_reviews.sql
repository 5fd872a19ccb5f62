with build as (
    select * from {{ ref('int_build') }}
),

delivered as (
    select
        {{ delivered('reviews', 'level') }}
        and {{ delivered('reviews', 'priority_at_request') }}
        and {{ delivered('reviews', 'information_needed') }}
        and {{ delivered('reviews', 'decided_at') }} as is_decision_delivered,
        {{ delivered('reviews', 'information_received_at') }} as is_information_delivered
    from {{ ref('int_deliveries') }}
),

reviews_of_reports as (
    select
        reviews.*,
        reports.county_fips,
        reports.received_on,
        {{ local_date('reviews.requested_at', 'build.time_zone') }} as requested_on,
        {{ local_date('reviews.decided_at', 'build.time_zone') }} as decided_on,
        -- The clock starts with the request, or with the information where it was needed. Unknown where that need is unknown.
        case
            when reviews.information_needed then reviews.information_received_at
            when not reviews.information_needed then reviews.requested_at
        end as clock_started_at,
        coalesce(reviews.decided_at, build.as_of) as decided_or_as_of,
        build.as_of_on,
        build.time_zone,
        delivered.is_decision_delivered
        and (delivered.is_information_delivered or not coalesce(reviews.information_needed, false)) as is_delivered
    from {{ ref('stg_reviews') }} as reviews
    inner join {{ ref('referrals') }} as reports
        on reviews.referral_id = reports.referral_id
    cross join build
    cross join delivered
),

ruled as (
    select
        *,
        case
            -- The instructions set no time for the second level (ITS 3(5)(C)(vi)).
            when level = 1 and clock_started_at is not null
                then
                    case priority_at_request
                        when 1
                            then
                                case
                                    when information_needed then 'review_not_prompt_priority_1'
                                    else 'review_late_priority_1'
                                end
                        when 2 then 'review_late_priority_2'
                    end
        end as rule_id,
        coalesce(decided_on, as_of_on) as decided_or_as_of_on,
        {{ local_date('clock_started_at', 'time_zone') }} as clock_started_on
    from reviews_of_reports
),

limited as (
    select
        ruled.*,
        {{ limit_ends_at('ruled.clock_started_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
        {{ limit_ends_on('ruled.clock_started_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on
    from ruled
    left join {{ ref('policy_rules') }} as rule
        on
            ruled.rule_id = rule.rule_id
            and ruled.received_on >= rule.effective_from
            and ruled.received_on < rule.effective_to
),

statuses as (
    select
        *,
        case
            when not is_delivered then null
            when level > 1 then 'no_limit'
            when (level + priority_at_request) is null or information_needed is null then 'not_assessable'
            when clock_started_at is null then case when decided_at is null then 'awaiting_information' else 'no_limit' end
            -- No limit was in force, or the review was decided before its clock started.
            when coalesce(decided_at < clock_started_at, false) or (due_at is null and last_on is null) then 'not_assessable'
            when {{ is_past_limit('decided_or_as_of', 'decided_or_as_of_on', 'due_at', 'last_on') }}
                then case when decided_at is null then 'overdue' else 'late' end
            when decided_at is null then 'pending'
            else 'kept'
        end as review_status
    from limited
),

published as (
    select
        review_id,
        referral_id,
        county_fips,
        received_on,
        level,
        requested_at,
        requested_on,
        priority_at_request,
        information_needed,
        information_received_at,
        decided_at,
        decided_on,
        outcome,
        rule_id,
        case when rule_id is not null then clock_started_at end as clock_started_at,
        due_at,
        coalesce(last_on, {{ local_date('due_at', 'time_zone') }}) as due_on,
        case
            when review_status in ('kept', 'late', 'pending', 'overdue')
                then greatest({{ hours_between('clock_started_at', 'decided_or_as_of') }}, 0)
        end as hours_taken,
        case
            when review_status in ('kept', 'late', 'pending', 'overdue')
                then greatest(cast(decided_or_as_of_on - clock_started_on as bigint), 0)
        end as days_taken,
        review_status,
        case
            when review_status = 'kept' then true
            when review_status in ('late', 'overdue') then false
        end as is_within
    from statuses
)

select * from published
order by requested_on, county_fips
