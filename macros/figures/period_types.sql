{# The kinds of period that figures are published for, each with the columns of `calendar` that start with it. #}
{% macro period_types() %}
    {% do return(['month', 'quarter', 'fiscal_year', 'calendar_year']) %}
{% endmacro %}
