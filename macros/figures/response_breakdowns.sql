{# The breakdowns of response compliance: each name with the columns that it uses. #}
{% macro response_breakdowns() %}
    {% do return({
        'all': [],
        'priority': ['priority'],
        'response_type': ['response_type'],
        'priority_and_response_type': ['priority', 'response_type'],
    }) %}
{% endmacro %}
