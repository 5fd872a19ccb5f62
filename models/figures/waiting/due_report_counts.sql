-- Every county has a row for every kind of waiting: 0 where nothing waits, and null where nobody knows.
with

counted as (
    select
        county_fips,
        waits_for,
        count(*) as reports,
        {%- for state in ['not_due', 'overdue', 'excused', 'no_limit'] %}
            {{ reports_where("due_state = '" ~ state ~ "'") }} as {{ state }},
        {%- endfor %}
        max(days_waiting) as longest_days_waiting,
        max(days_late) as longest_days_late
    from {{ ref('due_reports') }}
    group by county_fips, waits_for
),

published as (
    select
        counties.county_fips,
        counties.county_name,
        counties.district_id,
        kinds.waits_for,
        build.as_of_on,
        {%- for count in ['reports', 'not_due', 'overdue', 'excused', 'no_limit'] %}
            case when kinds.is_known then coalesce(counted.{{ count }}, 0) end as {{ count }},
        {%- endfor %}
        case when kinds.is_known then counted.longest_days_waiting end as longest_days_waiting,
        case when kinds.is_known then counted.longest_days_late end as longest_days_late
    from {{ ref('counties') }} as counties
    cross join {{ ref('int_waiting_kinds') }} as kinds
    cross join {{ ref('int_build') }} as build
    left join counted
        on counties.county_fips = counted.county_fips and kinds.waits_for = counted.waits_for
    where build.as_of_on is not null
)

select * from published
order by waits_for, county_fips
