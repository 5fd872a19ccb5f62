with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

build as (
    select * from {{ ref('int_build') }}
),

counted as (
    select
        {%- for count in response_counts() %}
            {{ count.sql }} as {{ count.name }},
        {%- endfor %}
        counted_on,
        county_fips,
        priority,
        response_type
    from {{ ref('response_times') }}
    group by counted_on, county_fips, priority, response_type
),

published as (
    select
        counted.counted_on as due_on,
        {%- for count in response_counts() %}
            {%- set value = 'counted.' ~ count.name %}
            {%- if count.is_known_when_due %}
                {%- set value = 'case when counted.counted_on <= build.as_of_on then ' ~ value ~ ' end' %}
            {%- endif %}
            cast({{ where_response_delivered(count.name, value, 'coalesce(counted.priority = 2, false)') }} as bigint)
                as {{ count.name }},
        {%- endfor %}
        counted.county_fips,
        counted.priority,
        counted.response_type
    from counted
    cross join build
    cross join delivered
    order by due_on, counted.county_fips, counted.priority, counted.response_type
)

select * from published
