-- Of the order's number only whether it was given is kept, and that is all that is asked (R(j), ITS 1(c)).
{{ config(meta={
    'scope': ['recordings', 'recording_disclosures'],
    'reads': ['recording_disclosures.court_order_number_given'],
}) }}
with disclosures as (
    {{ disclosures('disclosed_without_court_order', 'disclosures.court_order_number_given is not true') }}
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    'no court order on record' as observed,
    'court order' as expected
from disclosures
{{ keep_deciding_row('is_broken', 'disclosure_id') }}
