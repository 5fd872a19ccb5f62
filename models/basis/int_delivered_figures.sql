{#- The figures that SQL nulls by name; a share or rate is null where a count of it is. -#}
{%- set columns = [] %}
{%- set medians = measured_clocks() | map(attribute='median') | list %}
{%- set p90s = measured_clocks() | map(attribute='p90') | list %}
{%- set of_responses = response_counts() | map(attribute='name') | list + ['reports_with_hours', 'median_hours', 'p90_hours'] %}
{%- set counts = (statutory_counts() + screening_counts()) | map(attribute='name') | unique | list %}
{%- set of_calls = telephone_counts() | map(attribute='name') | list + seconds_to_answer() %}
{%- for name in counts + medians + p90s + of_responses + of_calls %}
    {%- do columns.append(reports_where("metric_id = '" ~ name ~ "' and not is_of_priority_2") ~ ' = 0 as ' ~ name) %}
{%- endfor %}
{%- for name in of_responses %}
    {%- set lacks = reports_where("metric_id = '" ~ name ~ "' and is_of_priority_2") %}
    {%- do columns.append(lacks ~ ' = 0 as ' ~ name ~ '_at_priority_2') %}
{%- endfor -%}
-- One row: for each of these figures, whether everything that it needs was delivered. The seed `metrics` says what a
-- figure needs, as `extract.column`: with ; between columns that are all needed, and with | where any of them will do. A
-- figure of a group that holds Priority II needs more.
with

metrics as (
    select * from {{ ref('metrics') }}
),

needs as (
    select
        metric_id,
        {{ parts_of('needs', "';'") }} as need,
        false as is_of_priority_2
    from metrics
    union all
    select
        metric_id,
        {{ parts_of('needs_at_priority_2', "';'") }} as need,
        true as is_of_priority_2
    from metrics
),

alternatives as (
    select
        metric_id,
        need,
        is_of_priority_2,
        {{ parts_of('need', "'|'") }} as input
    from needs
    where need <> ''
),

lacking as (
    select
        alternatives.metric_id,
        alternatives.is_of_priority_2
    from alternatives
    left join {{ ref('int_deliveries') }} as deliveries
        on alternatives.input = deliveries.extract || '.' || deliveries.column_name
    group by alternatives.metric_id, alternatives.need, alternatives.is_of_priority_2
    having count(deliveries.extract) = 0
),

known as (
    select {{ columns | join(', ') }}
    from lacking
)

select * from known
