{%- set by = ['reporter_type', 'reporter_class', 'ncands_source_code', 'received_via'] -%}
with

sources as (
    select
        code,
        meaning,
        reporter_class,
        ncands_source_code
    from {{ ref('reporter_types') }}
),

unnamed as (
    -- The federal codes for which no kind of reporter stands.
    select
        max(code) filter (where stands_for = 'anonymous') as anonymous_code,
        max(code) filter (where stands_for = 'missing') as missing_code
    from {{ ref('ncands_codes') }}
    where element = 'report_source'
),

reports as (
    select
        referrals.county_fips,
        referrals.screening_outcome,
        referrals.is_anonymous,
        referrals.received_via,
        referrals.reporter_type,
        {{ first_of('month', 'referrals.received_on') }} as month_start,
        coalesce(sources.reporter_class, 'unclassified') as reporter_class,
        case
            -- A kind that is known goes before what its reporter did not say.
            when coalesce(sources.meaning, 'unknown') <> 'unknown' then sources.ncands_source_code
            when referrals.is_anonymous then unnamed.anonymous_code
            else coalesce(sources.ncands_source_code, unnamed.missing_code)
        end as ncands_source_code
    from {{ ref('referrals') }} as referrals
    left join sources on referrals.reporter_type = sources.code
    cross join unnamed
),

{{ break_down(
    'reports', by,
    delivered('referrals', 'reporter_type') ~ ' and ' ~ delivered('referrals', 'received_via')
) }}

select * from ordered
