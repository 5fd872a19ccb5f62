-- One row a report and how it is counted: what publishing records, so that a later build can tell what became of it.
with

reports as (
    -- A finding exists only in an investigation (OAC 340:75-3-500 ITS 1): what an assessment concludes is none.
    select
        referrals.*,
        case when referrals.is_investigation then allegations.unsubstantiated_count end as unsubstantiated_count,
        case when referrals.is_investigation then allegations.ruled_out_count end as ruled_out_count
    from {{ ref('referrals') }} as referrals
    left join {{ ref('int_allegations_by_report') }} as allegations on referrals.referral_id = allegations.referral_id
),

delivered as (
    select * from {{ ref('int_delivered') }}
),

added as (
    select
        {%- for count in statutory_counts() %}
            {{ count.adds }} as {{ count.name }},
        {%- endfor %}
        referral_id,
        received_on,
        county_fips,
        screening_outcome,
        finding_outcome
    from reports
),

counted as (
    select
        added.referral_id,
        added.received_on,
        added.county_fips,
        added.screening_outcome,
        added.finding_outcome,
        -- Few texts for many reports: they take next to no room, and one comparison tells whether anything changed.
        concat_ws(
            ' ',
            {%- for count in statutory_counts() %}
                '{{ count.name }}:' || {{ where_delivered(count.needs, 'added.' ~ count.name) }}{{ "," if not loop.last }}
            {%- endfor %}
        ) as counted_as
    from added
    cross join delivered
)

select * from counted
