{#
  Keeps the row that decides where a report has several rows under one rule: a broken one before a kept one, a kept one
  before one that cannot be assessed, then the greatest excess, then the smallest key.
#}
{% macro deciding(excess, key) -%}
    qualify row_number() over (
        partition by referral_id
        order by is_broken desc nulls last, {{ excess }} desc nulls last, {{ key }}
    ) = 1
{%- endmacro %}
