{#
  The accepted reports of a response type whose clock can be judged, each with the day of its initiation or, without one,
  as_of_on.
#}
{% macro clocks_from_acceptance(response_type) -%}
    select
        judgeable.referral_id,
        judgeable.county_fips,
        judgeable.received_on,
        judgeable.accepted_on,
        judgeable.initiated_on,
        judgeable.initiation_exception,
        coalesce(judgeable.initiated_on, build.as_of_on) as initiated_or_as_of_on
    from {{ ref('response_times') }} as judgeable
    cross join {{ ref('int_build') }} as build
    where
        judgeable.response_type = '{{ response_type }}'
        and judgeable.accepted_on is not null
        and judgeable.response_status <> 'not_evaluable'
{%- endmacro %}
