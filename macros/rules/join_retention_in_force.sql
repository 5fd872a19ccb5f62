{#
  join_retention_in_force joins, as `retention`, the time for which a recording made on a day is kept. A time in days,
  months or years is over on the day retention_ends_on, and one in hours at the instant retention_ends_at; the other is
  null. A recording purged on that day, or at that instant, was kept long enough.
#}
{% macro join_retention_in_force(recorded_on) -%}
    left join {{ ref('recording_retention') }} as retention
        on
            {{ recorded_on }} >= retention.effective_from
            and {{ recorded_on }} < retention.effective_to
{%- endmacro %}

{% macro retention_ends_on(recorded_on) -%}
    {{ limit_ends_on(recorded_on, 'retention.length', 'retention.unit') }}
{%- endmacro %}

{% macro retention_ends_at(recorded_at) -%}
    {{ limit_ends_at(recorded_at, 'retention.length', 'retention.unit') }}
{%- endmacro %}

{# A condition: whether the time is over at an instant, whose local date is `on_day`. #}
{% macro is_retention_over(at_instant, on_day, ends_at, ends_on) -%}
    coalesce({{ at_instant }} >= {{ ends_at }}, {{ on_day }} >= {{ ends_on }})
{%- endmacro %}
