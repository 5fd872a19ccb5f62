{# The counts of response clocks, in the order of publication: the name, and the SQL that counts the reports of a group. `due`
   counts the reports with a due date; a report without one is `not_evaluable`. Of a day after as_of_on nobody knows yet what
   `is_known_when_due`: there it is missing and not 0. #}
{% macro response_counts() %}
    {% do return([
        {"name": "due", "sql": "count(due_on)"},
        {"name": "timely", "sql": "count(*) filter (where response_status = 'timely')"},
        {"name": "late", "sql": "count(*) filter (where response_status = 'late')", "is_known_when_due": true},
        {"name": "overdue", "sql": "count(*) filter (where response_status = 'overdue')", "is_known_when_due": true},
        {"name": "pending", "sql": "count(*) filter (where response_status = 'pending')"},
        {"name": "excepted", "sql": "count(*) filter (where response_status = 'excepted')", "is_known_when_due": true},
        {"name": "not_evaluable", "sql": "count(*) filter (where response_status = 'not_evaluable')"},
    ]) %}
{% endmacro %}
