{#
  The end of a query: of several rows of a report under one rule it keeps the one that decides. A row that breaks the rule
  comes before one that can't be assessed, and that before one that keeps it; then the greatest excess comes first, then the
  smallest key. Of the reviews of a report the one that took the most hours decides:

      from reviews
      {{ keep_deciding_row('hours_taken', 'review_id') }}
#}
{% macro keep_deciding_row(excess, key) -%}
    qualify row_number() over (
        partition by referral_id
        order by
            case is_broken when true then 1 when false then 3 else 2 end,
            {{ excess }} desc nulls last,
            {{ key }}
    ) = 1
{%- endmacro %}
