select
    build.build_id,
    build.as_of,
    build.as_of_on,
    build.read_until,
    jurisdiction.jurisdiction_id,
    jurisdiction.jurisdiction_name,
    jurisdiction.time_zone,
    jurisdiction.fiscal_year_first_month,
    jurisdiction.state_fips
from {{ source('control', 'build') }} as build
cross join {{ ref('jurisdiction') }} as jurisdiction
