-- One row per measure of trends and comparisons, by month for the state and its districts and by fiscal year for the
-- state and its counties. Response measures belong to the period of due_on.
{%- set measured_periods -%}
    (
        (period_type = 'month' and geography_type in ('state', 'district'))
        or (period_type = 'fiscal_year' and geography_type in ('state', 'county'))
    )
{%- endset %}
with

counted as (
    select * from {{ ref('statutory_counts') }}
    where {{ measured_periods }}
),

-- A share of findings moves while investigations wait for theirs, and is not mature before nearly all have come.
statutory as (
    select
        counted.*,
        case
            when counted.investigations_awaiting_finding is not null
                then
                    100 * counted.investigations_awaiting_finding <= maturity.waiting_percent * counted.investigations
                    or build.as_of_on >= counted.period_end + interval 1 month * maturity.months_after_end
        end as findings_are_in
    from counted
    left join {{ ref('finding_maturity') }} as maturity
        on counted.period_start >= maturity.effective_from and counted.period_start < maturity.effective_to
    cross join {{ ref('int_build') }} as build
),

-- In a month without any report in the state, the responses due are those of earlier reports alone: no month to compare.
responses as (
    select compliance.*
    from {{ ref('response_compliance') }} as compliance
    inner join statutory on {{ same_period_and_geography('compliance', 'statutory') }}
    where compliance.breakdown = 'priority'
),

-- Whether any rule could be assessed. No report breaks a rule whose columns were never delivered, and that is not
-- 0 exceptions.
assessed as (
    select coalesce(bool_or(rule_state = 'assessed'), false) as has_rules
    from {{ ref('policy_exception_counts') }}
),

broken_rules as (
    select
        period_type,
        period_start,
        geography_type,
        geography_id,
        sum(broken) as broken
    from {{ ref('policy_exception_counts') }}
    where {{ measured_periods }}
    group by period_type, period_start, geography_type, geography_id
),

exceptions as (
    select
        statutory.*,
        case when assessed.has_rules then coalesce(broken_rules.broken, 0) end as broken
    from statutory
    left join broken_rules on {{ same_period_and_geography('statutory', 'broken_rules') }}
    cross join assessed
),

measured as (
    {%- for measure in trend_measures() %}
        select
            {{ period_and_geography(measure.source) }},
            '{{ measure.name }}' as measure,
            '{{ measure.kind }}' as kind,
            cast({{ measure.part | default('null') }} as bigint) as numerator,
            cast({{ measure.whole | default('null') }} as bigint) as denominator,
            cast({{ measure.value | default('null') }} as double) as measured_value,
            {{ 'findings_are_in' if measure.awaits_findings else 'true' }} as is_mature,
            is_covered
        from {{ measure.source }}
        {% if measure.priority %}where priority = {{ measure.priority }}{% endif %}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
),

valued as (
    select
        {{ period_and_geography('measured') }},
        measure,
        kind = 'share' as is_share,
        numerator,
        denominator,
        case kind
            when 'count' then cast(numerator as double)
            when 'share' then {{ share('numerator', 'denominator') }}
            when 'per_100' then {{ share('100 * numerator', 'denominator') }}
            else measured_value
        end as value,
        case when kind = 'share' then {{ wilson_low('numerator', 'denominator') }} end as value_low,
        case when kind = 'share' then {{ wilson_high('numerator', 'denominator') }} end as value_high,
        -- With fewer than 20 reports a rate says little: pages show it with its interval and a warning.
        coalesce(denominator < 20, false) as has_small_denominator,
        is_mature,
        is_covered
    from measured
)

select * from valued
