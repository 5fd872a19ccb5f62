{#
  Fails with every row in which one of the columns is null. One test a model and not one a column: each test costs
  dbt more time than the query does.
#}
{% test no_nulls(model, columns) %}
select {{ columns | join(', ') }}
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
