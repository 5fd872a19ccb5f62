{#
  The day that lies a limit before another day, where the limit's unit is days, months or years. Of a month that lacks
  the day, it is the last day.
#}
{% macro limit_before(day, limit, unit) -%}
    cast({{ day }} - {{ limit }} * case {{ unit }}
        when 'days' then interval 1 day
        when 'months' then interval 1 month
        when 'years' then interval 1 year
    end as date)
{%- endmacro %}
