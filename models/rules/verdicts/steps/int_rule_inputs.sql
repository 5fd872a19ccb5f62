-- Each rule's model lists its inputs in its meta: `extract.column`, an extract alone, or alternatives joined with |. The
-- inputs under `scope` decide whether a report falls under the rule at all.
{%- set inputs = [] %}
{%- if execute %}
    {%- for rule_id in rule_ids() %}
        {%- set meta = graph.nodes['model.hotline.rule_' ~ rule_id].config.meta %}
        {%- for used_for in ['scope', 'reads'] %}
            {%- for input in meta.get(used_for, []) %}
                {%- for either in input.split('|') %}
                    {%- do inputs.append((rule_id, used_for, input, either.split('.')[0], (either ~ '.').split('.')[1])) %}
                {%- endfor %}
            {%- endfor %}
        {%- endfor %}
    {%- endfor %}
{%- endif %}
with inputs as (
    {%- for rule_id, used_for, input, extract, column_name in inputs %}
        select
            '{{ rule_id }}' as rule_id,
            '{{ used_for }}' as used_for,
            '{{ input }}' as input,
            '{{ extract }}' as extract,
            {{ "'" ~ column_name ~ "'" if column_name else 'cast(null as varchar)' }} as column_name
        {{ 'union all' if not loop.last }}
    {%- else %}
        select
            cast(null as varchar) as rule_id,
            cast(null as varchar) as used_for,
            cast(null as varchar) as input,
            cast(null as varchar) as extract,
            cast(null as varchar) as column_name
        where false
    {%- endfor %}
)

select * from inputs
