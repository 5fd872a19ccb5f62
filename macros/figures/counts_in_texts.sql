{#
  A query that reads back the texts that int_counted_reports writes, `calls_received:1 allegations_ruled_out:2`. It takes
  a relation with a column counted_as and gives one row per text and count in it: counted_as, metric_id and number.
#}
{% macro counts_in_texts(relation) -%}
    select
        counted_as,
        split_part(word, ':', 1) as metric_id,
        cast(split_part(word, ':', 2) as bigint) as number
    from (
        select
            counted_as,
            unnest(string_split(counted_as, ' ')) as word
        from {{ relation }}
        group by counted_as
    ) as words
{%- endmacro %}
