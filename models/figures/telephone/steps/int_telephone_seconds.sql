-- One row per period in which a call was offered: the exact figures of the seconds to answer, from the calls themselves.
with

calls as (
    select
        {%- for period_type in period_types() %}
            calendar.{{ period_type }}_start,
        {%- endfor %}
        calls.seconds_to_answer
    from {{ ref('calls') }} as calls
    inner join {{ ref('calendar') }} as calendar on calls.offered_on = calendar.calendar_on
),

measured as (
    select
        {%- for period_type in period_types() %}
            {{ period_type }}_start,
        {%- endfor %}
        {{ seconds_to_answer_of_calls() }}
    from calls
    group by grouping sets (
        {%- for period_type in period_types() %}
            ({{ period_type }}_start){{ "," if not loop.last }}
        {%- endfor %}
    )
),

named as (
    select
        case
            {%- for period_type in period_types() %}
                when {{ period_type }}_start is not null then '{{ period_type }}'
            {%- endfor %}
        end as period_type,
        coalesce(
            {%- for period_type in period_types() %}
                {{ period_type }}_start{{ "," if not loop.last }}
            {%- endfor %}
        ) as period_start,
        mean_seconds_to_answer,
        {{ quantiles_to_answer('measured') }},
        longest_seconds_to_answer
    from measured
)

select * from named
