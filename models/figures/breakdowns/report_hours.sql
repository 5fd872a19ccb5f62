{%- set by = ['iso_weekday', 'hour_of_day', 'channel_class'] -%}
with

-- Hours come before any join: after one, DuckDB may no longer see that the zone is constant, which is thirty times slower.
timed as (
    select
        referrals.county_fips,
        referrals.received_on,
        referrals.received_via,
        referrals.screening_outcome,
        referrals.is_anonymous,
        {{ local_hour('referrals.received_at', 'build.time_zone') }} as hour_of_day
    from {{ ref('referrals') }} as referrals
    cross join {{ ref('int_build') }} as build
),

reports as (
    select
        timed.*,
        {{ first_of('month', 'timed.received_on') }} as month_start,
        cast(isodow(timed.received_on) as bigint) as iso_weekday,
        channels.channel_class
    from timed
    left join {{ ref('channels') }} as channels on timed.received_via = channels.received_via
),

{{ break_down('reports', by, delivered('referrals', 'received_via')) }}

select * from ordered
