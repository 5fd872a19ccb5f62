{#
  The end of a limit of `length` units after a start. A limit in hours ends at an instant and counts elapsed hours, through
  clock changes. A limit in days, months or years ends with a local date, whatever the hour of its start. Each macro is null
  for the units of the other.

      {{ limit_ends_at('reports.received_at', 'rule.upper_limit', 'rule.limit_unit') }} as due_at,
      {{ limit_ends_on('reports.received_on', 'rule.upper_limit', 'rule.limit_unit') }} as last_on
#}
{% macro limit_ends_at(started_at, length, unit) -%}
    case {{ unit }} when 'hours' then {{ started_at }} + interval 1 hour * {{ length }} end
{%- endmacro %}

{% macro limit_ends_on(started_on, length, unit) -%}
    case when {{ unit }} in ('days', 'months', 'years') then {{ date_after(started_on, length, unit) }} end
{%- endmacro %}

{# A condition: whether an instant, whose local date is `on_day`, is past a limit that ends at `due_at` or with `last_on`. #}
{% macro is_past_limit(at_instant, on_day, due_at, last_on) -%}
    coalesce({{ at_instant }} > {{ due_at }}, {{ on_day }} > {{ last_on }})
{%- endmacro %}
