-- The rows are numbered in the order that also decides which version is current (see current_rows). A build as of a
-- past day reads no file that was extracted later.
{%- set values = ['screening_decision', 'priority', 'response_type'] %}
with

several as (
    select referral_id
    from {{ source('raw', 'referrals') }}
    group by referral_id
    having count(*) > 1
),

-- Most reports have one version, and most others have the same values in each: only the rest are put in order.
differing as (
    select referral_id
    from {{ source('raw', 'referrals') }}
    where referral_id in (select several.referral_id from several)
    group by referral_id
    having
        false
        {%- for value in values %}
            or min({{ value }}) < max({{ value }})
        {%- endfor %}
),

stored as (
    select *
    from {{ source('raw', 'referrals') }}
    where referral_id in (select differing.referral_id from differing)
),

deliveries as (
    select
        referral_id,
        _order_updated_at,
        _order_extracted_at,
        _content_hash,
        _extracted_at
    from stored
    union all
    select
        referral_id,
        _order_updated_at,
        _order_extracted_at,
        _content_hash,
        _extracted_at
    from {{ source('raw', 'referrals_seen') }}
),

versions as (
    select
        {%- for value in values %}
            stored.{{ value }},
        {%- endfor %}
        deliveries.referral_id,
        row_number() over (
            partition by deliveries.referral_id
            order by deliveries._order_updated_at, deliveries._order_extracted_at, deliveries._content_hash
        ) as version_number
    from deliveries
    inner join stored
        on deliveries.referral_id = stored.referral_id and deliveries._content_hash = stored._content_hash
    cross join {{ source('control', 'build') }} as build
    where
        not coalesce(stored.deleted, false)
        and (build.read_until is null or deliveries._extracted_at <= build.read_until)
)

select * from versions
