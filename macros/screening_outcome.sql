{#
  The outcome of a report's screening. It reads `reports` (as staged), `inquiries` (the report's latest inquiry) and
  `delivered`, and is null where screening decisions were not delivered.
#}
{% macro screening_outcome() -%}
    case
        when not delivered.screening_decision then null
        when reports.screening_decision in ('screened_out', 'information_and_referral', 'assigned')
            then reports.screening_decision
        -- A preliminary inquiry decides in the Hotline's place (ITS 11(2)(G)).
        when reports.screening_decision = 'preliminary_inquiry' and inquiries.inquiry_outcome = 'accidental_injury'
            then 'screened_out'
        when reports.screening_decision = 'preliminary_inquiry' and inquiries.inquiry_outcome = 'assign_investigation'
            then 'assigned'
        else 'pending'
    end
{%- endmacro %}
