{#
  Of several rows of a report under one rule, keeps the one that decides: a broken one before a kept one before one that
  can't be assessed, then the greatest excess, then the smallest key.
#}
{% macro deciding(excess, key) -%}
    qualify row_number() over (
        partition by referral_id
        order by is_broken desc nulls last, {{ excess }} desc nulls last, {{ key }}
    ) = 1
{%- endmacro %}
