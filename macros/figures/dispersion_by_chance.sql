{# The mean squared score that chance alone gives, after scores below the 10th and above the 90th percentile are set to that
   percentile. Scores of chance are normal: of these the mean square is 1, and winsorised with q, the 90th percentile, it is
   0.8 - 2 q f(q) + 0.2 q², where f is the normal density. #}
{% macro dispersion_by_chance() -%} 0.6786545589528744 {%- endmacro %}
