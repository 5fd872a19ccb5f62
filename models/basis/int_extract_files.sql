-- A build as of a past day reads no file that was extracted later.
select
    loads.extract,
    min(loads.extracted_at) as first_extracted_at,
    max(loads.extracted_at) as newest_extracted_at,
    -- A file that states no time got that of its loading, which says nothing of the days that it covers.
    max(loads.extracted_at) filter (where loads.extracted_at_source is distinct from 'load_time') as newest_stated_at
from {{ source('ledger', 'loads') }} as loads
cross join {{ source('control', 'build') }} as build
where
    loads.status = 'landed'
    and (build.read_until is null or loads.extracted_at <= build.read_until)
group by loads.extract
