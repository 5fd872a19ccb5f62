{#
  retention_in_force joins, as `retention`, the time for which a recording made on a day is kept. retention_ends_on is
  the day on which that time is over; a recording purged on that day was kept long enough.
#}
{% macro join_retention_in_force(recorded_on) -%}
    left join {{ ref('recording_retention') }} as retention
        on
            {{ recorded_on }} >= retention.effective_from
            and {{ recorded_on }} < retention.effective_to
{%- endmacro %}

{% macro retention_ends_on(recorded_on) -%}
    case retention.unit
        when 'months' then cast({{ recorded_on }} + interval 1 month * retention.length as date)
        when 'days' then {{ recorded_on }} + cast(retention.length as integer)
    end
{%- endmacro %}
