{# The kinds of period of the published figures. The columns of `calendar` for each kind start with its name. #}
{% macro period_types() %}
    {% do return(['month', 'quarter', 'fiscal_year', 'calendar_year']) %}
{% endmacro %}
