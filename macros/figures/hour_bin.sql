{# Bins of hours. Each is 4 % wide, so a quantile read from them is at most 4 % off. Bin 0 is the first minute; bin k starts
   at 1.04 to the power of k - 1 minutes. #}
{% macro hour_bin(hours) -%}
    case when {{ hours }} < 1.0 / 60 then 0 else 1 + cast(floor(ln({{ hours }} * 60) / ln(1.04)) as bigint) end
{%- endmacro %}

{% macro hour_bin_from(bin) -%} case when {{ bin }} = 0 then 0.0 else power(1.04, {{ bin }} - 1) / 60 end {%- endmacro %}

{% macro hour_bin_to(bin) -%} power(1.04, {{ bin }}) / 60 {%- endmacro %}
