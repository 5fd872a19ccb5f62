-- One row per period and geography in which a report was received: the exact quantiles of the hours of each clock of
-- screening and contact, and of the days of each clock of completion. Quantiles don't add up, so each is taken from the
-- reports themselves. A clock that ends before it begins has no known hours or days.
with

first_contacts as (
    select
        {%- for clock in contact_clocks() %}
            max(contacted_at) filter (where {{ clock.first }}) as {{ clock.hours }}_at,
        {%- endfor %}
        referral_id
    from {{ ref('contacts') }}
    where {{ contact_clocks() | map(attribute='first') | join(' or ') }}
    group by referral_id
),

reports as (
    select
        {%- for period_type in period_types() %}
            calendar.{{ period_type }}_start,
        {%- endfor %}
        {%- for clock in screening_clocks() %}
            case
                when reports.{{ clock.to }} >= reports.{{ clock.from }}
                    then {{ microseconds_between('reports.' ~ clock.from, 'reports.' ~ clock.to) }}
            end as {{ clock.hours }}_microseconds,
        {%- endfor %}
        {%- for clock in contact_clocks() %}
            {{ microseconds_between('reports.received_at', 'first_contacts.' ~ clock.hours ~ '_at') }}
                as {{ clock.hours }}_microseconds,
        {%- endfor %}
        {%- for clock in completion_clocks() %}
            case when completions.{{ clock.where }} then completions.days_to_completion end as {{ clock.count }}_days,
        {%- endfor %}
        reports.district_id,
        reports.county_fips
    from {{ ref('referrals') }} as reports
    inner join {{ ref('calendar') }} as calendar on reports.received_on = calendar.calendar_on
    left join first_contacts on reports.referral_id = first_contacts.referral_id
    left join {{ ref('completions') }} as completions on reports.referral_id = completions.referral_id
),

measured as (
    select
        {%- for period_type in period_types() %}
            {{ period_type }}_start,
        {%- endfor %}
        {%- for clock in screening_clocks() + contact_clocks() %}
            {{ quantiles(clock.hours ~ '_microseconds', [0.5, 0.9]) }} as {{ clock.hours }}_quantiles,
        {%- endfor %}
        {%- for clock in completion_clocks() %}
            {{ quantiles(clock.count ~ '_days', [0.5, 0.9]) }} as {{ clock.count }}_quantiles,
        {%- endfor %}
        district_id,
        county_fips
    from reports
    group by grouping sets (
        {%- for period_type in period_types() %}
            ({{ period_type }}_start),
            ({{ period_type }}_start, district_id),
            ({{ period_type }}_start, county_fips){{ "," if not loop.last }}
        {%- endfor %}
    )
),

named as (
    select
        {%- for clock in screening_clocks() + contact_clocks() %}
            measured.{{ clock.hours }}_quantiles[1] / 3600000000.0 as {{ clock.median }},
            measured.{{ clock.hours }}_quantiles[2] / 3600000000.0 as {{ clock.p90 }},
        {%- endfor %}
        {%- for clock in completion_clocks() %}
            measured.{{ clock.count }}_quantiles[1] as {{ clock.median }},
            measured.{{ clock.count }}_quantiles[2] as {{ clock.p90 }},
        {%- endfor %}
        case
            {%- for period_type in period_types() %}
                when measured.{{ period_type }}_start is not null then '{{ period_type }}'
            {%- endfor %}
        end as period_type,
        coalesce(
            {%- for period_type in period_types() %}
                measured.{{ period_type }}_start{{ "," if not loop.last }}
            {%- endfor %}
        ) as period_start,
        case
            when measured.county_fips is not null then 'county'
            when measured.district_id is not null then 'district'
            else 'state'
        end as geography_type,
        coalesce(measured.county_fips, measured.district_id, build.jurisdiction_id) as geography_id
    from measured
    cross join {{ ref('int_build') }} as build
)

select * from named
