-- Every county has a row for every kind of waiting: 0 where nothing waits, and null where nobody knows.
with

known as (
    select
        {{ delivered('preliminary_inquiries', 'completed_at') }} as inquiry,
        {{ delivered('reviews', 'level') }}
        and {{ delivered('reviews', 'priority_at_request') }}
        and {{ delivered('reviews', 'information_needed') }}
        and {{ delivered('reviews', 'decided_at') }} as review,
        {{ delivered('recordings', 'purged_at') }} as recording
    from {{ ref('int_deliveries') }}
),

answered as (
    select
        figures.calls_pending_screening as screening,
        known.inquiry,
        figures.pending and figures.pending_at_priority_2 as initiation,
        known.review,
        figures.investigations_awaiting_finding as finding,
        known.recording
    from {{ ref('int_delivered_figures') }} as figures
    cross join known
),

kinds as (
    {% for waits_for in ['screening', 'inquiry', 'initiation', 'review', 'finding', 'recording'] %}
        select
            '{{ waits_for }}' as waits_for,
            {{ waits_for }} as is_known
        from answered
        {{ "union all" if not loop.last }}
    {% endfor %}
),

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
    cross join kinds
    cross join {{ ref('int_build') }} as build
    left join counted
        on counties.county_fips = counted.county_fips and kinds.waits_for = counted.waits_for
    where build.as_of_on is not null
)

select * from published
order by waits_for, county_fips
