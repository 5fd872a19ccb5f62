-- The rules whose models say in their meta that the kind of reporter follows from them (docs/adr/0028).
{%- set found = [] %}
{%- if execute %}
    {%- for rule_id in rule_ids() %}
        {%- if graph.nodes['model.hotline.rule_' ~ rule_id].config.meta.get('tells_who_reported') %}
            {%- do found.append(rule_id) %}
        {%- endif %}
    {%- endfor %}
{%- endif %}
with told as (
    {%- for rule_id in found %}
        select '{{ rule_id }}' as rule_id
        {{ 'union all' if not loop.last }}
    {%- else %}
        select cast(null as varchar) as rule_id
        where false
    {%- endfor %}
)

select * from told
