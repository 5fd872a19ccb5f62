{#
  Finds ranges that are empty, that do not begin where the one before them ends, or that are the last and end. Two rows,
  or none, would then judge a report received on some day.
#}
{% test ranges_without_gap_or_overlap(model, columns) %}
with ranges as (
    select
        {{ columns | join(', ') }},
        effective_from,
        effective_to,
        lead(effective_from) over (partition by {{ columns | join(', ') }} order by effective_from) as next_from
    from {{ model }}
)

select * from ranges
where
    effective_from >= effective_to
    or effective_to <> coalesce(next_from, date '9999-12-31')
{% endtest %}
