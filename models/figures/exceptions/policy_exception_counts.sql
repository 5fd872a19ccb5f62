with

rules as (
    select
        rule_id,
        {{ greatest_by('severity', ['effective_from']) }} as severity
    from {{ ref('policy_rules') }}
    group by rule_id
),

laid_out as (
    -- Every rule in every period in which the state has a report: a rule without a report in scope says 0.
    select
        periods.period_type,
        periods.period_start,
        geographies.geography_type,
        geographies.geography_id,
        rules.rule_id
    from {{ every_period_and_geography(ref('int_periods')) }}
    cross join rules
    where periods.holds_reports
    union
    -- A verdict may count on another day than its report's, and so in a period without a report. Of a period that begins
    -- after the last covered day nobody knows yet which reports break the rule.
    select
        counted.period_type,
        counted.period_start,
        counted.geography_type,
        counted.geography_id,
        counted.rule_id
    from {{ ref('int_exception_periods') }} as counted
    inner join {{ ref('int_covered_until') }} as covered on counted.period_start <= covered.covered_until_on
),

periods as (
    select distinct
        days.period_type,
        days.period_start,
        days.period_end,
        days.period_label,
        build.as_of_on > days.period_end as is_complete
    from {{ ref('int_period_days') }} as days
    cross join {{ ref('int_build') }} as build
),

described as (
    select {{ period_and_geography() }}
    from {{ every_period_and_geography('periods') }}
),

counts as (
    select
        {{ period_and_geography('described') }},
        rules.rule_id,
        rules.severity,
        states.rule_state,
        case when states.is_scope_delivered then coalesce(counted.in_scope, 0) end as in_scope,
        coalesce(counted.assessed, 0) as assessed,
        case when states.rule_state = 'assessed' then coalesce(counted.broken, 0) end as broken
    from laid_out
    inner join described
        on {{ same_period_and_geography('laid_out', 'described') }}
    inner join rules
        on laid_out.rule_id = rules.rule_id
    inner join {{ ref('int_rule_states') }} as states
        on laid_out.rule_id = states.rule_id
    left join {{ ref('int_exception_periods') }} as counted
        on
            {{ same_period_and_geography('laid_out', 'counted') }}
            and laid_out.rule_id = counted.rule_id
)

select
    {{ period_and_geography('counts') }},
    rule_id,
    severity,
    in_scope,
    assessed,
    in_scope - assessed as not_assessed,
    broken,
    {{ share('broken', 'assessed') }} as rate,
    {{ wilson_low('broken', 'assessed') }} as rate_low,
    {{ wilson_high('broken', 'assessed') }} as rate_high,
    rule_state
from counts
order by rule_id, geography_type, geography_id, period_type, period_start
