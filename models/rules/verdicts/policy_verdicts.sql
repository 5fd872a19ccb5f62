-- An enum is stored as a number: there are millions of rows, and their rule and verdict are among a few words.
{{ config(pre_hook=[
    "create or replace type enum_of_rules as enum ('" ~ rule_ids() | join("', '") ~ "')",
    "create or replace type enum_of_verdicts as enum ('broken', 'kept', 'not_assessed')",
]) }}
-- depends_on: {{ ref('int_rule_states') }}
with states as (
    select
        rule_id,
        rule_state = 'assessed' as is_assessed
    from {{ ref('int_rule_states') }}
    where is_scope_delivered
),

verdicts as (
    {%- for rule_id in rule_ids() %}
        select
            cast('{{ rule_id }}' as enum_of_rules) as rule_id,
            judged.referral_id,
            judged.county_fips,
            judged.counted_on,
            case when states.is_assessed then judged.is_broken end as is_broken,
            judged.observed,
            judged.expected
        from {{ ref('rule_' ~ rule_id) }} as judged
        -- All reports of a rule share its one state: a join by name afterwards would look it up for each of millions of rows.
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
    cast(case is_broken when true then 'broken' when false then 'kept' else 'not_assessed' end as enum_of_verdicts)
        as verdict,
    case when is_broken then observed end as observed,
    case when is_broken then expected end as expected
from verdicts
