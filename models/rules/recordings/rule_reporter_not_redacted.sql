-- A court's order to leave the reporter in is enough instead, but only an order whose number is given: without one there is
-- none on record (R(j), ITS 1(c)).
{{ config(meta={
    'scope': ['recordings', 'recording_disclosures'],
    'reads': [
        'recording_disclosures.reporter_redacted', 'recording_disclosures.court_ordered_unredacted',
        'recording_disclosures.court_order_number_given',
    ],
}) }}
with disclosures as (
    {{ disclosures(
        'reporter_not_redacted',
        is_reporter_left_in('disclosures')
    ) }}
)

select
    referral_id,
    county_fips,
    counted_on,
    is_broken,
    'reporter not redacted' as observed,
    'reporter redacted, or a court order not to' as expected
from disclosures
{{ keep_deciding_row('is_broken', 'disclosure_id') }}
