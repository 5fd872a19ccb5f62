{#
  The accepted Priority II reports with a response type and a response date that the Hotline set: the days from acceptance to
  that date, and the last date and the words of the limit that was in force. rule_id is null where the rule was not.
#}
{% macro set_response_dates(rule_id, limit) -%}
    select
        reports.referral_id,
        reports.county_fips,
        reports.accepted_on,
        reports.response_due_on,
        rule.rule_id,
        cast(reports.response_due_on - reports.accepted_on as bigint) as days_after,
        {{ response_limit_last_on(limit, 'reports', 'build.time_zone') }} as limit_on,
        limits.{{ limit }} || ' ' || limits.{{ limit }}_unit
        || case when {{ counts_from_acceptance(limit) }} then ' after acceptance' else ' after receipt' end as allowed
    from {{ ref('referrals') }} as reports
    cross join {{ ref('int_build') }} as build
    {{ join_rule_in_force(rule_id, 'reports.received_on') }}
    {{ response_limits_in_force('reports.priority', 'reports.response_type', 'reports.received_on') }}
    where
        reports.screening_outcome = 'assigned'
        and reports.priority = 2
        and reports.accepted_on is not null
        and reports.response_due_on is not null
        and reports.response_type is not null
{%- endmacro %}
