with

binned as (
    select
        counted_on as due_on,
        county_fips,
        priority,
        response_type,
        {{ hour_bin('hours_to_initiation') }} as hour_bin
    from {{ ref('response_times') }}
    where response_status in ('timely', 'late', 'excepted') and hours_to_initiation is not null
),

counted as (
    select
        due_on,
        county_fips,
        priority,
        response_type,
        hour_bin,
        {{ hour_bin_from('hour_bin') }} as hour_bin_from,
        {{ hour_bin_to('hour_bin') }} as hour_bin_to,
        count(*) as reports
    from binned
    group by due_on, county_fips, priority, response_type, hour_bin
    order by due_on, county_fips, priority, response_type, hour_bin
)

select * from counted
