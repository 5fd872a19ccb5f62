-- The warehouse keeps only whether an order's number was given, and the rule asks for no more (R(j), ITS 1(c)).
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
