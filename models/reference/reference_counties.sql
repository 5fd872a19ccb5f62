select
    county_fips,
    county_name,
    district_id,
    district_name_illustrative
from {{ ref('counties') }}
order by county_fips
