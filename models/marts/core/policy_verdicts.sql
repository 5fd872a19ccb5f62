-- depends_on: {{ ref('int_rule_states') }}
with states as (
    select
        rule_id,
        rule_state = 'assessed' as is_assessed
    from {{ ref('int_rule_states') }}
    where is_scope_delivered
),

verdicts as (
    {%- for rule_id in policy_rule_ids() %}
        select
            '{{ rule_id }}' as rule_id,
            judged.referral_id,
            judged.county_fips,
            judged.counted_on,
            case when states.is_assessed then judged.is_broken end as is_broken,
            judged.observed,
            judged.expected
        from {{ ref('rule_' ~ rule_id) }} as judged
        -- One state to all of the rule's reports: joined by name afterwards, it would be looked up for each of millions.
        inner join states
            on states.rule_id = '{{ rule_id }}'
        {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    rule_id,
    referral_id,
    county_fips,
    counted_on,
    case is_broken when true then 'broken' when false then 'kept' else 'not_assessed' end as verdict,
    case when is_broken then observed end as observed,
    case when is_broken then expected end as expected
from verdicts
