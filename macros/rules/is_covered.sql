{#
  Whether an extract covers a report: whether the report was received from the extract's earliest day to its newest
  extracted_at, both of which stand in int_extract_coverage. For a report outside of that span a missing row proves
  nothing. Null where the extract has no rows at all.
#}
{% macro is_covered(reports, coverage) -%}
    ({{ reports }}.received_on >= {{ coverage }}.earliest_on and {{ reports }}.received_at <= {{ coverage }}.newest_extracted_at)
{%- endmacro %}
