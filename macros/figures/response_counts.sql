{# The counts of response clocks, in the order of publication: the name, and the SQL that counts the reports of a group. `due`
   counts the reports with a due date; a report without one is `not_evaluable`. Of a day after as_of_on nobody knows yet what
   `is_known_when_due`: there it is missing and not 0. What `is_compared` is published to date too, beside the year before. #}
{% macro response_counts() %}
    {% do return([
        {"name": "due", "sql": "count(due_on)"},
        {"name": "timely", "sql": "count(*) filter (where response_status = 'timely')", "is_compared": true},
        {"name": "late", "sql": "count(*) filter (where response_status = 'late')", "is_compared": true, "is_known_when_due": true},
        {"name": "overdue", "sql": "count(*) filter (where response_status = 'overdue')", "is_compared": true, "is_known_when_due": true},
        {"name": "pending", "sql": "count(*) filter (where response_status = 'pending')"},
        {"name": "excepted", "sql": "count(*) filter (where response_status = 'excepted')", "is_compared": true, "is_known_when_due": true},
        {"name": "not_evaluable", "sql": "count(*) filter (where response_status = 'not_evaluable')"},
    ]) %}
{% endmacro %}

{# The stretches of days by which responses are compared, each with the day before which its responses were due. Of a period the
   days count that had ended at as_of, because the clocks of all others still run, and as many as of the following year's. #}
{% macro compared_stretches() %}
    {% do return({'_to_date': 'ended_until', '_to_date_of_following': 'compared_ended_until'}) %}
{% endmacro %}

{# What the columns of these counts and rates end in: of the whole period, of its ended days, of as many a year before. #}
{% macro compared_columns() %}
    {% do return(['', '_to_date', '_to_date_previous_year']) %}
{% endmacro %}

{# Both rates of the responses judged, each with its 95 % interval. `of` is one of compared_columns. #}
{% macro compliance_rates(of) -%}
    {%- for strict in ['', '_strict'] %}
        {%- set part, whole = 'timely' ~ of, 'judged_reports' ~ strict ~ of %}
        {{ share(part, whole) }} as compliance_rate{{ strict }}{{ of }},
        {{ wilson_low(part, whole) }} as compliance_rate{{ strict }}_low{{ of }},
        {{ wilson_high(part, whole) }} as compliance_rate{{ strict }}_high{{ of }}
        {{- "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
