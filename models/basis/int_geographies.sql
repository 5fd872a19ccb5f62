with

counties as (
    select * from {{ ref('counties') }}
),

build as (
    select * from {{ ref('int_build') }}
),

belonging as (
    select
        'state' as geography_type,
        build.jurisdiction_id as geography_id,
        build.jurisdiction_name as geography_name,
        counties.county_fips
    from counties
    cross join build
    union all
    select
        'district' as geography_type,
        district_id as geography_id,
        district_name_illustrative as geography_name,
        county_fips
    from counties
    union all
    select
        'county' as geography_type,
        itself.county_fips as geography_id,
        itself.county_name as geography_name,
        counties.county_fips
    from counties
    inner join counties as itself on counties.county_fips = itself.county_fips
)

select * from belonging
