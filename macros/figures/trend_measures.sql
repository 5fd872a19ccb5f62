{# The measures of trends and comparisons, each by its name in the seed `metrics`: the table that publishes its columns, the
   columns that are its part and its whole, and the kind of number. A share of R(b) has `awaits_findings` if it still moves
   while findings are pending. Every model and test that goes through the measures takes them from here. #}
{% macro trend_measures() %}
    {% do return([
        {'name': 'calls_received', 'kind': 'count', 'source': 'statutory', 'part': 'calls_received'},
        {'name': 'share_screened_out', 'kind': 'share', 'source': 'statutory',
         'part': 'calls_screened_out', 'whole': 'calls_received'},
        {'name': 'share_assigned', 'kind': 'share', 'source': 'statutory',
         'part': 'referrals_assigned', 'whole': 'calls_received'},
        {'name': 'share_anonymous', 'kind': 'share', 'source': 'statutory',
         'part': 'calls_anonymous', 'whole': 'calls_received'},
        {'name': 'share_unsubstantiated_or_ruled_out', 'kind': 'share', 'source': 'statutory', 'awaits_findings': true,
         'part': 'calls_unsubstantiated_or_ruled_out', 'whole': 'calls_received'},
        {'name': 'share_of_investigations_unsubstantiated_or_ruled_out', 'kind': 'share', 'source': 'statutory',
         'awaits_findings': true, 'part': 'calls_unsubstantiated_or_ruled_out', 'whole': 'investigations'},
        {'name': 'compliance_priority_1', 'kind': 'share', 'source': 'responses', 'priority': 1,
         'part': 'timely', 'whole': 'timely + late + overdue'},
        {'name': 'compliance_priority_2', 'kind': 'share', 'source': 'responses', 'priority': 2,
         'part': 'timely', 'whole': 'timely + late + overdue'},
        {'name': 'median_hours_priority_1', 'kind': 'median', 'source': 'responses', 'priority': 1,
         'value': 'median_hours', 'whole': 'reports_with_hours'},
        {'name': 'median_hours_priority_2', 'kind': 'median', 'source': 'responses', 'priority': 2,
         'value': 'median_hours', 'whole': 'reports_with_hours'},
        {'name': 'exceptions_per_100_reports', 'kind': 'per_100', 'source': 'exceptions',
         'part': 'broken', 'whole': 'calls_received'},
    ]) %}
{% endmacro %}
