{#
  A condition: whether a disclosure leaves in who reported, and no court order with a number on record says so. It is never
  null: what is not recorded was not done.
#}
{% macro is_reporter_left_in(disclosures) -%}
    {{ disclosures }}.reporter_redacted is not true
    and ({{ disclosures }}.court_ordered_unredacted is not true or {{ disclosures }}.court_order_number_given is not true)
{%- endmacro %}
