{#
  When a response was initiated, and by when it was due, for a reader. A clock that ends at an instant, `due_at`, needs the
  time of day; one that ends with a date does not.
#}
{% macro initiated_text(initiated_at, initiated_on, due_at, time_zone) -%}
    coalesce(
        case when {{ due_at }} is not null then 'initiated at ' || {{ local_time_text(initiated_at, time_zone) }} end,
        'initiated on ' || {{ initiated_on }},
        'not initiated'
    )
{%- endmacro %}

{% macro initiate_by_text(due_at, due_on, time_zone) -%}
    'initiated by ' || {{ time_or_date_text(due_at, due_on, time_zone) }}
{%- endmacro %}

{# The end of a limit for a reader: its local date and time of day, or its date where it has no instant. #}
{% macro time_or_date_text(ends_at, ends_on, time_zone) -%}
    coalesce({{ local_time_text(ends_at, time_zone) }}, cast({{ ends_on }} as varchar))
{%- endmacro %}
