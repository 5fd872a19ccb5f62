{#
  Whether an extract speaks of a report, from its row of int_extract_coverage: received from the extract's earliest
  day to its newest extracted_at. Outside of that a row that isn't there proves nothing; null where there is no row at all.
#}
{% macro is_covered(reports, coverage) -%}
    ({{ reports }}.received_on >= {{ coverage }}.earliest_on and {{ reports }}.received_at <= {{ coverage }}.newest_extracted_at)
{%- endmacro %}
