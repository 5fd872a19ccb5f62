-- Findings of a completed investigation may still be on their way for the days of the limit, which is ours. An investigation
-- without an allegation breaks the rule only within the days that allegations cover (R(b)(4)).
{{ config(meta={
    'scope': ['referrals.screening_decision', 'referrals.response_type', 'referrals.completed_at'],
    'reads': ['allegations.finding'],
}) }}
with completed as (
    select
        reports.referral_id,
        reports.county_fips,
        reports.received_on,
        reports.completed_at,
        {{ local_date('reports.completed_at', 'build.time_zone') }} as completed_on,
        build.as_of,
        build.as_of_on,
        allegations.allegation_count,
        allegations.without_finding_count,
        {{ is_covered('reports', 'coverage') }} as is_covered
    from {{ ref('referrals') }} as reports
    left join {{ ref('int_allegations_by_report') }} as allegations
        on reports.referral_id = allegations.referral_id
    left join {{ ref('int_extract_coverage') }} as coverage
        on coverage.extract = 'allegations'
    cross join {{ ref('int_build') }} as build
    where reports.is_investigation and reports.completed_at is not null
)

select
    completed.referral_id,
    completed.county_fips,
    completed.received_on as counted_on,
    case
        when rule.rule_id is not null
            then
                case
                    when completed.allegation_count is not null then completed.without_finding_count > 0
                    when completed.is_covered then true
                end
    end as is_broken,
    coalesce(completed.without_finding_count || ' allegations without a finding', 'no allegation')
    || ', completed on ' || completed.completed_on as observed,
    'a finding on every allegation' as expected
from completed
{{ join_rule_in_force('completed_without_finding', 'completed.received_on') }}
where
    -- Before the rule began no limit was in force, and the report is in scope at any time.
    coalesce(
        {{ is_past_limit(
            'completed.as_of', 'completed.as_of_on',
            limit_ends_at('completed.completed_at', 'rule.upper_limit', 'rule.limit_unit'),
            limit_ends_on('completed.completed_on', 'rule.upper_limit', 'rule.limit_unit')
        ) }},
        true
    )
