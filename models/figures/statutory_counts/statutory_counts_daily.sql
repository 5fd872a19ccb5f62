with

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

allegations as (
    select * from {{ ref('int_extract_coverage') }}
    where extract = 'allegations'
),

reports as (
    -- A finding exists only in an investigation (OAC 340:75-3-500 ITS 1): the conclusion of an assessment is no
    -- finding.
    select
        referrals.*,
        case when referrals.is_investigation then coalesce(findings.unsubstantiated_count, 0) else 0 end
            as unsubstantiated_count,
        case when referrals.is_investigation then coalesce(findings.ruled_out_count, 0) else 0 end as ruled_out_count
    from {{ ref('referrals') }} as referrals
    left join {{ ref('int_allegations_by_report') }} as findings on referrals.referral_id = findings.referral_id
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
            {%- set value = where_covered(
                count, 'counted.' ~ count.name, 'counted.investigations', 'counted.received_on', 'counted.received_on'
            ) %}
            cast({{ where_delivered(count.name, value) }} as bigint) as {{ count.name }},
        {%- endfor %}
        counted.received_on,
        counted.county_fips
    from counted
    cross join allegations
    cross join delivered
    order by counted.received_on, counted.county_fips
)

select * from published
