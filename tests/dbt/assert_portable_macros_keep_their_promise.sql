-- Fails with every macro of macros/portable that gives another answer than its comment promises: the engine underneath
-- counts otherwise, and needs a version of the macro of its own.
{% set zone = "'America/Chicago'" %}
with answers as (
    select
        'local_date' as macro_name,
        {{ local_date("cast('2026-03-08 05:59:59+00' as timestamptz)", zone) }} = date '2026-03-07'
        and {{ local_date("cast('2026-03-09 05:00:00+00' as timestamptz)", zone) }} = date '2026-03-09'
        and {{ local_date("cast('2026-11-02 05:59:59+00' as timestamptz)", zone) }} = date '2026-11-01' as is_kept
    union all
    select
        'add_days' as macro_name,
        {{ add_days("date '2024-02-24'", 5) }} = date '2024-02-29' and {{ add_days("date '2026-03-01'", -1) }} = date '2026-02-28'
            as is_kept
    union all
    select
        'add_months' as macro_name,
        {{ add_months("date '2023-08-31'", 6) }} = date '2024-02-29'
        and {{ add_months("date '2024-02-29'", 12) }} = date '2025-02-28'
        and {{ add_months("date '2026-02-28'", 1) }} = date '2026-03-28' as is_kept
    union all
    select
        'parts_of' as macro_name,
        (
            select count(*) = 3 and min(part) = '' and max(part) = 'b|c'
            from (select {{ parts_of("'a;b|c;'", "';'") }} as part) as parts
        )
        and (select count(*) = 0 from (select {{ parts_of('cast(null as varchar)', "';'") }} as part) as parts) as is_kept
    union all
    select
        'days_between' as macro_name,
        {{ days_between("date '2024-02-28'", "date '2024-03-01'") }} = 2
        and {{ days_between("date '2024-03-01'", "date '2024-02-28'") }} = -2 as is_kept
    union all
    select
        'hours_between' as macro_name,
        {{ hours_between(
            "cast('2026-03-08 06:00:00+00' as timestamptz)", "cast('2026-03-09 05:00:00+00' as timestamptz)"
        ) }} = 23 as is_kept
    union all
    select
        'microseconds_between' as macro_name,
        {{ microseconds_between(
            "cast('2026-03-08 06:00:00+00' as timestamptz)", "cast('2026-03-09 05:00:00.000001+00' as timestamptz)"
        ) }} = 82800000001
        and {{ microseconds_between(
            "cast('2026-03-08 06:00:01+00' as timestamptz)", "cast('2026-03-08 06:00:00+00' as timestamptz)"
        ) }} = -1000000 as is_kept
    union all
    select
        'quantiles' as macro_name,
        {{ quantiles('made.number', [0.5, 0.9]) }}[1] = 3
        and abs({{ quantiles('made.number', [0.5, 0.9]) }}[2] - 8.4) < 1e-12 as is_kept
    from (
        values (10), (1), (null), (2), (6), (3)
    ) as made (number)
    union all
    select
        'add_hours' as macro_name,
        {{ add_hours("cast('2026-11-01 05:30:00+00' as timestamptz)", 23) }} = cast('2026-11-02 04:30:00+00' as timestamptz)
        and {{ add_hours("cast('2026-03-08 07:30:00+00' as timestamptz)", 1) }} = cast('2026-03-08 08:30:00+00' as timestamptz)
            as is_kept
    union all
    select
        'first_of' as macro_name,
        {{ first_of('month', "date '2026-08-31'") }} = date '2026-08-01'
        and {{ first_of('year', "date '2026-08-31'", 6) }} = date '2026-07-01'
        and {{ first_of('year', "date '2026-06-30'", 6) }} = date '2025-07-01'
        and {{ first_of('quarter', "date '2026-06-30'", 6) }} = date '2026-04-01' as is_kept
    union all
    select
        'last_of' as macro_name,
        {{ last_of('month', "date '2024-02-01'") }} = date '2024-02-29'
        and {{ last_of('year', "date '2026-08-31'", 6) }} = date '2027-06-30' as is_kept
    union all
    select
        'dates_between' as macro_name,
        count(*) = 3 and min(made.day_on) = date '2024-02-28' and max(made.day_on) = date '2024-03-01' as is_kept
    from (select {{ dates_between("date '2024-02-28'", "date '2024-03-01'") }} as day_on) as made
    union all
    select
        'greatest_by' as macro_name,
        {{ greatest_by("made.found", ["made.first_key", "made.second_key"]) }} = 'c' as is_kept
    from (
        values ('a', 1, 9), ('c', 2, 3), ('b', 2, 1)
    ) as made (found, first_key, second_key)
    union all
    select
        'numbers_between' as macro_name,
        count(*) = 3 and min(made.number) = -1 and max(made.number) = 1 as is_kept
    from (select {{ numbers_between(-1, 1) }} as number) as made
    union all
    select
        'joined_text' as macro_name,
        {{ joined_text('made.found', "'; '", 'made.number') }} = 'a; b; c' as is_kept
    from (
        values ('c', 3), ('a', 1), ('b', 2)
    ) as made (found, number)
)

select * from answers
where not coalesce(is_kept, false)
