-- One row a report and how it is counted: what publishing records, so that a later build can tell what became of it.
{%- set place = namespace(value=1) %}
{%- set counts = [] %}
{%- for count in statutory_counts() %}
    {%- do counts.append(dict(count, place="cast(" ~ place.value ~ " as bigint)")) %}
    {%- set place.value = place.value * (count.most_of_a_report + 1) %}
{%- endfor %}
with

reports as (
    -- A finding exists only in an investigation (OAC 340:75-3-500 ITS 1): what an assessment concludes is none.
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

numbered as (
    -- Reports that are counted alike have one number: each count has a place in it that is as wide as it can grow.
    select
        referral_id,
        received_on,
        county_fips,
        screening_outcome,
        finding_outcome,
        {%- for count in counts %}
            {{ count.place }} * ({{ count.adds }}) {{ "+" if not loop.last }}
        {%- endfor %} as counts_number
    from reports
),

named as (
    -- A text takes time to make, so each is made once.
    select
        alike.counts_number,
        concat_ws(
            ' ',
            {%- for count in counts %}
                {%- set number = "alike.counts_number // " ~ count.place ~ " % " ~ (count.most_of_a_report + 1) %}
                '{{ count.name }}:' || nullif({{ where_delivered(count.name, number) }}, 0)
                {{- "," if not loop.last }}
            {%- endfor %}
        ) as counted_as
    from (select distinct counts_number from numbered) as alike
    cross join delivered
),

counted as (
    select
        numbered.referral_id,
        numbered.received_on,
        numbered.county_fips,
        numbered.screening_outcome,
        numbered.finding_outcome,
        named.counted_as
    from numbered
    inner join named on numbered.counts_number = named.counts_number
)

select * from counted
