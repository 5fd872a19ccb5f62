{#
  What a family had at an instant: of its reports (family_id, opened_at, closed_at; closed_at null while open), how many
  were opened strictly before, and how many of these were still open, one that is closed at that very instant not
  among them. Questions have referral_id, family_id and asked_at; each is answered by one row, opened_before and open_at.

  Everything is sorted by family and time once and summed on the way, so the work grows with the number of reports:
  a family joined with itself grows with its square, and a family may have as many reports as a state.
#}
{% macro family_at(questions, reports) -%}
    select
        referral_id,
        cast(opened_before as bigint) as opened_before,
        cast(open_at as bigint) as open_at
    from (
        select
            referral_id,
            sum(opens) over in_order as opened_before,
            sum(change_of_open) over in_order as open_at
        from (
            -- At one instant what closes comes first, then the question, then what opens.
            select family_id, closed_at as at_instant, 0 as turn, cast(null as varchar) as referral_id,
                0 as opens, -1 as change_of_open
            from {{ reports }}
            where closed_at > opened_at
            union all
            select family_id, asked_at as at_instant, 1 as turn, referral_id, 0 as opens, 0 as change_of_open
            from {{ questions }}
            union all
            select family_id, opened_at as at_instant, 2 as turn, cast(null as varchar) as referral_id, 1 as opens,
                -- What was closed no later than it was opened was never open to anything later.
                case when closed_at <= opened_at then 0 else 1 end as change_of_open
            from {{ reports }}
        ) as events
        window in_order as (
            partition by family_id
            order by at_instant, turn
            rows between unbounded preceding and current row
        )
    ) as sums
    where referral_id is not null
{%- endmacro %}
