{# A column of every whole number from one to another, both among them; nothing where either is missing. #}
{% macro numbers_between(first_number, last_number) -%}
    {{ adapter.dispatch('numbers_between', 'hotline')(first_number, last_number) }}
{%- endmacro %}

{% macro default__numbers_between(first_number, last_number) -%}
    unnest(generate_series(cast({{ first_number }} as bigint), cast({{ last_number }} as bigint)))
{%- endmacro %}
