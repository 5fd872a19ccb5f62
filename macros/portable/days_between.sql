{# Calendar days from one date to a later one; negative where it is earlier. Never used to judge a deadline. #}
{% macro days_between(first_date, second_date) -%}
    {{ adapter.dispatch('days_between', 'hotline')(first_date, second_date) }}
{%- endmacro %}

{% macro default__days_between(first_date, second_date) -%}
    cast({{ second_date }} - {{ first_date }} as bigint)
{%- endmacro %}
