{#
  The id of every rule, read from the files: rule_x.sql under models/rules is the rule x. dbt asks policy_verdicts which
  models it reads before it has read them all, so the program that runs dbt, hotline/building/dbt_anywhere.py, looks through the
  folder and passes the ids in HOTLINE_RULES. Once dbt knows all models this macro compares the two and stops the build
  where they differ, because a rule that was left out would be judged on no report and nobody would notice.
#}
{% macro rule_ids() %}
    {% set listed = env_var('HOTLINE_RULES').split() %}
    {% if execute %}
        {% set modelled = [] %}
        {% for node in graph.nodes.values() if node.resource_type == 'model' and node.name.startswith('rule_') %}
            {% do modelled.append(node.name[5:]) %}
        {% endfor %}
        {% if listed | sort != modelled | sort %}
            {% do exceptions.raise_compiler_error(
                'HOTLINE_RULES does not list the rules that have a model. Run dbt by hotline/building/dbt_anywhere.py, which sets it.'
            ) %}
        {% endif %}
    {% endif %}
    {% do return(listed) %}
{% endmacro %}
