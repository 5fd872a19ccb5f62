{# The rows of the metrics as published, each a mapping; none before there is a database to ask. #}
{% macro published_metrics() %}
    {% set metrics = [] %}
    {% if execute %}
        {% for row in run_query('select * from ' ~ ref('reference_metrics') ~ ' order by metric_id').rows %}
            {% do metrics.append(row.dict()) %}
        {% endfor %}
    {% endif %}
    {% do return(metrics) %}
{% endmacro %}
