-- depends_on: {{ ref('int_rule_states') }}
with judged as (
    {%- for rule_id in policy_rule_ids() %}
        select
            '{{ rule_id }}' as rule_id,
            referral_id,
            county_fips,
            counted_on,
            is_broken,
            observed,
            expected
        from {{ ref('rule_' ~ rule_id) }}
        {{ 'union all' if not loop.last }}
    {%- endfor %}
),

verdicts as (
    select
        judged.rule_id,
        judged.referral_id,
        judged.county_fips,
        judged.counted_on,
        case
            when states.rule_state = 'not_delivered' or judged.is_broken is null then 'not_assessed'
            when judged.is_broken then 'broken'
            else 'kept'
        end as verdict,
        judged.observed,
        judged.expected
    from judged
    inner join {{ ref('int_rule_states') }} as states
        on judged.rule_id = states.rule_id
    where states.is_scope_delivered
)

select
    rule_id,
    referral_id,
    county_fips,
    counted_on,
    verdict,
    case when verdict = 'broken' then observed end as observed,
    case when verdict = 'broken' then expected end as expected
from verdicts
