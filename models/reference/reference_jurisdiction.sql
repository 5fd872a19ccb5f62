select
    jurisdiction_id,
    jurisdiction_name,
    time_zone,
    fiscal_year_first_month,
    state_fips,
    as_of,
    as_of_on
from {{ ref('int_build') }}
