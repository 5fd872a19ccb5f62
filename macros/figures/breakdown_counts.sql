{# The counts of a table that breaks reports down, or their allegations: the name, the condition on a row, and the statutory
   count that needs the same columns. `counted` is the name of the whole, reports or allegations. #}
{% macro breakdown_counts(counted='reports') %}
    {% do return([
        {'name': counted, 'condition': 'true', 'needs_of': 'calls_received'},
        {'name': 'screened_out', 'condition': "screening_outcome = 'screened_out'", 'needs_of': 'calls_screened_out'},
        {'name': 'assigned', 'condition': "screening_outcome = 'assigned'", 'needs_of': 'referrals_assigned'},
        {'name': 'anonymous', 'condition': 'is_anonymous', 'needs_of': 'calls_anonymous'},
    ]) %}
{% endmacro %}
