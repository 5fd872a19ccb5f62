{#
  retention_in_force joins, as `retention`, the time for which a recording made on a day is kept. retention_ends_on is
  the day on which that time is over; a recording purged on that day was kept long enough.
#}
{% macro retention_in_force(recorded_on) -%}
    left join {{ ref('recording_retention') }} as retention
        on
            {{ recorded_on }} >= retention.effective_from
            and {{ recorded_on }} < retention.effective_to
{%- endmacro %}

{% macro retention_ends_on(recorded_on) -%}
    case retention.unit
        when 'months' then {{ add_months(recorded_on, 'retention.length') }}
        when 'days' then {{ add_days(recorded_on, 'retention.length') }}
    end
{%- endmacro %}
