-- One row per report, with how it is counted. Publishing records this, so that a later build can tell what changed.
with

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

delivered as (
    select * from {{ ref('int_delivered_figures') }}
),

counts as (
    -- What the report adds to each count, whether or not the columns that the count needs were delivered.
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
        counts.referral_id,
        counts.received_on,
        counts.county_fips,
        counts.screening_outcome,
        counts.finding_outcome,
        -- Recorded texts are compared with new ones, so another form would make every report look changed.
        concat_ws(
            ' ',
            {%- for count in statutory_counts() %}
                {%- set number = where_delivered(count.name, 'counts.' ~ count.name) %}
                case when {{ number }} > 0 then '{{ count.name }}:' || {{ number }} end {{- "," if not loop.last }}
            {%- endfor %}
        ) as counted_as
    from counts
    cross join delivered
)

select * from counted
