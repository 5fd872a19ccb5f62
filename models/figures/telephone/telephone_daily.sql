with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

measured as (
    select
        offered_on,
        {{ counts_of_calls() }},
        {{ seconds_to_answer_of_calls() }}
    from {{ ref('calls') }}
    group by offered_on
),

named as (
    select
        measured.*,
        {{ quantiles_to_answer('measured') }}
    from measured
),

published as (
    select
        {%- for count in telephone_counts() %}
            {{ where_delivered(count.name, 'named.' ~ count.name) }} as {{ count.name }},
        {%- endfor %}
        {%- for name in seconds_to_answer() %}
            {{ where_delivered(name, 'named.' ~ name) }} as {{ name }},
        {%- endfor %}
        named.offered_on
    from named
    cross join delivered
    order by named.offered_on
)

select * from published
