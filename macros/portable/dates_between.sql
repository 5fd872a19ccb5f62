{# A column of every calendar date from one to another, both among them; nothing where either is missing. #}
{% macro dates_between(first_date, last_date) -%}
    {{ adapter.dispatch('dates_between', 'hotline')(first_date, last_date) }}
{%- endmacro %}

{% macro default__dates_between(first_date, last_date) -%}
    cast(unnest(generate_series(
        cast({{ first_date }} as timestamp), cast({{ last_date }} as timestamp), interval 1 day
    )) as date)
{%- endmacro %}
