{#
  The ids of the rules from whose verdicts, or from whose silence, the kind of reporter follows: those whose models say
  `tells_who_reported` in their meta. The oversight office's file holds none of them, and its numbers of exceptions
  count none (docs/adr/0028).
#}
{% macro rules_that_tell_who_reported() %}
    {% set found = [] %}
    {% if execute %}
        {% for rule_id in rule_ids() if graph.nodes['model.hotline.rule_' ~ rule_id].config.meta.get('tells_who_reported') %}
            {% do found.append(rule_id) %}
        {% endfor %}
    {% endif %}
    {% do return(found) %}
{% endmacro %}

{# True for a rule whose verdicts say nothing of the kind of reporter. #}
{% macro tells_nothing_of_the_reporter(rule_id) -%}
    cast({{ rule_id }} as varchar) not in ('{{ rules_that_tell_who_reported() | join("', '") }}')
{%- endmacro %}
