with

build as (
    select * from {{ ref('int_build') }}
),

complained_of as (
    select distinct referral_id
    from {{ ref('stg_oca_complaints') }}
    where in_scope and referral_id is not null
),

listed as (
    -- Open and unsubstantiated reports, and whatever became of them those that a complaint in scope names. A report is
    -- not listed for what is unknown.
    select
        reports.*,
        {{ is_unsubstantiated('reports.finding_outcome') }} as is_unsubstantiated,
        complained_of.referral_id is not null as is_complained_of
    from {{ ref('referrals') }} as reports
    left join complained_of on reports.referral_id = complained_of.referral_id
    where
        coalesce(reports.is_open, false)
        or coalesce({{ is_unsubstantiated('reports.finding_outcome') }}, false)
        or complained_of.referral_id is not null
),

findings as (
    select
        referral_id,
        max(found_on) as last_found_on
    from {{ ref('allegations') }}
    where is_investigation
    group by referral_id
),

-- The office counts no rule from which the kind of reporter follows.
telling as (
    select rule_id from {{ ref('int_rules_that_tell_who_reported') }}
),

exceptions as (
    select
        referral_id,
        count(*) as broken,
        count(*) filter (where severity = 'breach') as breaches
    from {{ ref('policy_exceptions') }}
    where cast(rule_id as varchar) not in (select telling.rule_id from telling)
    group by referral_id
),

verdicts as (
    -- Where no rule could be assessed, the report is not known to keep any.
    select
        referral_id,
        count(*) filter (where verdict <> 'not_assessed') as assessed,
        count(*) filter (where verdict = 'not_assessed') as not_assessed
    from {{ ref('policy_verdicts') }}
    where
        referral_id in (select listed.referral_id from listed)
        and cast(rule_id as varchar) not in (select telling.rule_id from telling)
    group by referral_id
),

published as (
    select
        listed.referral_id,
        case
            when listed.is_open then 'open'
            when listed.is_unsubstantiated then 'unsubstantiated'
            else 'complaint'
        end as listed_as,
        listed.is_open,
        listed.is_unsubstantiated,
        case when delivered.referral_id and delivered.in_scope then listed.is_complained_of end as is_named_in_complaint,
        listed.received_on,
        listed.fiscal_year,
        listed.county_fips,
        counties.county_name,
        listed.district_id,
        listed.district,
        listed.family_id,
        listed.screening_outcome,
        listed.screen_out_reason,
        listed.priority,
        listed.response_type,
        listed.accepted_on,
        clocks.due_on,
        clocks.initiated_on,
        clocks.initiation_exception,
        clocks.response_status,
        clocks.days_late,
        {{ local_date('listed.completed_at', 'build.time_zone') }} as completed_on,
        case
            when listed.is_open then greatest(cast(build.as_of_on - listed.received_on as bigint), 0)
        end as days_open,
        listed.finding_outcome,
        findings.last_found_on,
        listed.allegation_count,
        case
            when listed.finding_outcome is not null and listed.is_investigation
                then coalesce(allegations.without_finding_count, 0)
        end as allegations_awaiting_finding,
        listed.victim_count,
        listed.youngest_child_age_years,
        listed.open_case_type,
        listed.deprived_petition,
        listed.possible_indian_child,
        listed.prior_accepted_reports,
        listed.prior_accepted,
        listed.pending_accepted,
        case when verdicts.assessed > 0 then coalesce(exceptions.broken, 0) end as exceptions,
        case when verdicts.assessed > 0 then coalesce(exceptions.breaches, 0) end as breaches,
        coalesce(verdicts.not_assessed, 0) as rules_not_assessed
    from listed
    inner join {{ ref('counties') }} as counties on listed.county_fips = counties.county_fips
    left join {{ ref('response_times') }} as clocks on listed.referral_id = clocks.referral_id
    left join {{ ref('int_allegations_by_report') }} as allegations on listed.referral_id = allegations.referral_id
    left join findings on listed.referral_id = findings.referral_id
    left join exceptions on listed.referral_id = exceptions.referral_id
    left join verdicts on listed.referral_id = verdicts.referral_id
    cross join build
    cross join {{ ref('int_oversight_delivered') }} as delivered
    order by listed.received_on, listed.county_fips
)

select * from published
