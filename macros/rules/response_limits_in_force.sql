{#
  Joins the limits of the response clock of a priority and response type that were in force on a day, as `limits`. One that
  was not in force is null.
#}
{% macro response_limits_in_force(priority, response_type, judged_on) -%}
    left join {{ ref('int_response_limits') }} as limits
        on
            limits.priority = {{ priority }}
            and limits.response_type = {{ response_type }}
            and {{ judged_on }} >= limits.effective_from
            and {{ judged_on }} < limits.effective_to
{%- endmacro %}

{# Whether a joined limit counts from acceptance, and not from receipt. #}
{% macro counts_from_acceptance(limit) -%}
    limits.{{ limit }}_counted_from in ('accepted_on', 'accepted_at')
{%- endmacro %}

{# The start of a joined limit: the instant ('at') or the local date ('on') of the receipt or acceptance of `reports`. #}
{% macro response_limit_starts(limit, at_or_on, reports) -%}
    case {{ counts_from_acceptance(limit) }}
        when true then {{ reports }}.accepted_{{ at_or_on }}
        when false then {{ reports }}.received_{{ at_or_on }}
    end
{%- endmacro %}

{# The instant at which a joined limit in hours ends; null for one in days, months or years. #}
{% macro response_limit_ends_at(limit, reports) -%}
    {{ limit_ends_at(response_limit_starts(limit, 'at', reports), 'limits.' ~ limit, 'limits.' ~ limit ~ '_unit') }}
{%- endmacro %}

{# The last local date of a joined limit in days, months or years; null for one in hours. #}
{% macro response_limit_ends_on(limit, reports) -%}
    {{ limit_ends_on(response_limit_starts(limit, 'on', reports), 'limits.' ~ limit, 'limits.' ~ limit ~ '_unit') }}
{%- endmacro %}

{# The last local date of a joined limit in any unit, for what is itself a date. #}
{% macro response_limit_last_on(limit, reports, time_zone) -%}
    coalesce(
        {{ response_limit_ends_on(limit, reports) }},
        {{ local_date(response_limit_ends_at(limit, reports), time_zone) }}
    )
{%- endmacro %}
