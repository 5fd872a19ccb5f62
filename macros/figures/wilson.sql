{# The Wilson score interval of 95 % for `part` of `whole`. It stays within 0 and 1 and is right for small counts, unlike the
   usual interval. The lower bound is exactly 0 where the part is 0, and the upper bound exactly 1 where the part is the whole.
   Both are null where the whole is 0. #}
{% macro wilson_low(part, whole) -%}
    case when {{ whole }} > 0 and {{ part }} = 0 then 0.0 else {{ _wilson(part, whole, "-") }} end
{%- endmacro %}

{% macro wilson_high(part, whole) -%}
    case when {{ whole }} > 0 and {{ part }} = {{ whole }} then 1.0 else {{ _wilson(part, whole, "+") }} end
{%- endmacro %}

{% macro _wilson(part, whole, sign) -%}
    {%- set z = "1.959963984540054" -%}
    {%- set n = "cast(nullif(" ~ whole ~ ", 0) as double)" -%}
    {%- set p = "(" ~ part ~ " / " ~ n ~ ")" -%}
    ({{ p }} + {{ z }} * {{ z }} / (2 * {{ n }})
        {{ sign }} {{ z }} * sqrt({{ p }} * (1 - {{ p }}) / {{ n }} + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }})))
        / (1 + {{ z }} * {{ z }} / {{ n }})
{%- endmacro %}
