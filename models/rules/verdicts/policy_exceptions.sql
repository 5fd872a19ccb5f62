with broken as (
    select * from {{ ref('policy_verdicts') }}
    where verdict = 'broken'
),

severities as (
    select
        rule_id,
        {{ greatest_by('severity', ['effective_from']) }} as severity
    from {{ ref('policy_rules') }}
    group by rule_id
),

exceptions as (
    select
        broken.rule_id || ':' || broken.referral_id as exception_key,
        cast(broken.rule_id as varchar) as rule_id,
        broken.referral_id,
        broken.county_fips,
        broken.counted_on as occurred_on,
        severities.severity,
        broken.observed,
        broken.expected
    from broken
    inner join severities
        on broken.rule_id = severities.rule_id
)

select * from exceptions
order by occurred_on, county_fips
