select
    county_fips,
    adjacent_county_fips
from {{ ref('county_adjacency') }}
order by county_fips, adjacent_county_fips
