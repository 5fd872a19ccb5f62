with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

reports as (
    -- A finding exists only in an investigation (OAC 340:75-3-500 ITS 1): the conclusion of an assessment is no
    -- finding.
    select
        referrals.*,
        case when referrals.is_investigation then coalesce(allegations.unsubstantiated_count, 0) else 0 end
            as unsubstantiated_count,
        case when referrals.is_investigation then coalesce(allegations.ruled_out_count, 0) else 0 end as ruled_out_count
    from {{ ref('referrals') }} as referrals
    left join {{ ref('int_allegations_by_report') }} as allegations on referrals.referral_id = allegations.referral_id
),

counted as (
    select
        {%- for count in statutory_counts() %}
            {{ count.sql }} as {{ count.name }},
        {%- endfor %}
        received_on,
        county_fips
    from reports
    group by received_on, county_fips
),

published as (
    select
        {%- for count in statutory_counts() %}
            cast({{ where_delivered(count.name, 'counted.' ~ count.name) }} as bigint) as {{ count.name }},
        {%- endfor %}
        counted.received_on,
        counted.county_fips
    from counted
    cross join delivered
    order by counted.received_on, counted.county_fips
)

select * from published
