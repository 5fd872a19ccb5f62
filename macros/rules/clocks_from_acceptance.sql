{#
  Two steps of a query (clocks, limited): the accepted reports of a response type whose clock can be judged, each with the
  end of the time that Priority II has, due_at or last_on, while a rule is in force, and whether the report is past it:
  initiated after it or, without an initiation, not yet by as_of.
#}
{% macro clocks_from_acceptance(rule_id, response_type) -%}
clocks as (
    select
        judgeable.*,
        coalesce(judgeable.initiated_at, build.as_of) as initiated_or_as_of,
        coalesce(judgeable.initiated_on, build.as_of_on) as initiated_or_as_of_on,
        build.time_zone
    from {{ ref('response_times') }} as judgeable
    cross join {{ ref('int_build') }} as build
    where
        judgeable.response_type = '{{ response_type }}'
        and judgeable.accepted_on is not null
        and judgeable.response_status <> 'not_evaluable'
),

ends as (
    select
        clocks.*,
        rule.rule_id,
        case when rule.rule_id is not null then {{ response_limit_ends_at('initiation_days', 'clocks') }} end as due_at_limit,
        case when rule.rule_id is not null then {{ response_limit_ends_on('initiation_days', 'clocks') }} end as due_on_limit
    from clocks
    {{ join_rule_in_force(rule_id, 'clocks.received_on') }}
    {{ response_limits_in_force(2, "'" ~ response_type ~ "'", 'clocks.received_on') }}
),

limited as (
    select
        *,
        coalesce(due_on_limit, {{ local_date('due_at_limit', 'time_zone') }}) as last_on,
        {{ is_past_limit('initiated_or_as_of', 'initiated_or_as_of_on', 'due_at_limit', 'due_on_limit') }} as is_past
    from ends
)
{%- endmacro %}
