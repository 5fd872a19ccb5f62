{# The counts of response clocks, in the order of publication: the name, and the SQL that counts the reports of a group. `due`
   counts the reports with a due date; a report without one is `not_evaluable`. #}
{% macro response_counts() %}
    {% do return([
        {"name": "due", "sql": "count(due_on)"},
        {"name": "timely", "sql": "count(*) filter (where response_status = 'timely')"},
        {"name": "late", "sql": "count(*) filter (where response_status = 'late')"},
        {"name": "overdue", "sql": "count(*) filter (where response_status = 'overdue')"},
        {"name": "pending", "sql": "count(*) filter (where response_status = 'pending')"},
        {"name": "excepted", "sql": "count(*) filter (where response_status = 'excepted')"},
        {"name": "not_evaluable", "sql": "count(*) filter (where response_status = 'not_evaluable')"},
    ]) %}
{% endmacro %}
