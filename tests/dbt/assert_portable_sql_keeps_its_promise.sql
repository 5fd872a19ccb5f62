-- Finds macros of macros/portable, and ways of counting days, months and hours that models use, that give another answer
-- than they promise. Matters on every engine: this one counts differently. Resolve by giving the macro a version for this
-- engine, or the plain SQL a macro.
{% set zone = "'America/Chicago'" %}
with answers as (
    select
        'local_date' as what,
        {{ local_date("cast('2026-03-08 05:59:59+00' as timestamptz)", zone) }} = date '2026-03-07'
        and {{ local_date("cast('2026-03-09 05:00:00+00' as timestamptz)", zone) }} = date '2026-03-09'
        and {{ local_date("cast('2026-11-02 05:59:59+00' as timestamptz)", zone) }} = date '2026-11-01' as is_kept
    union all
    select
        'days added to a date' as what,
        date '2024-02-24' + cast(5 as integer) = date '2024-02-29' and date '2026-03-01' + cast(-1 as integer) = date '2026-02-28'
            as is_kept
    union all
    select
        'months added to a date' as what,
        cast(date '2023-08-31' + interval 1 month * 6 as date) = date '2024-02-29'
        and cast(date '2024-02-29' + interval 1 month * 12 as date) = date '2025-02-28'
        and cast(date '2026-02-28' + interval 1 month * 1 as date) = date '2026-03-28' as is_kept
    union all
    select
        'date_after' as what,
        {{ date_after("date '2024-02-24'", '5', "'days'") }} = date '2024-02-29'
        and {{ date_after("date '2023-08-31'", '6', "'months'") }} = date '2024-02-29'
        and {{ date_after("date '2024-02-29'", '1', "'years'") }} = date '2025-02-28' as is_kept
    union all
    select
        'local_time_text' as what,
        {{ local_time_text("cast('2026-03-08 08:00:01+00' as timestamptz)", zone) }} = '2026-03-08 03:00:01' as is_kept
    union all
    select
        'local_hour' as what,
        {{ local_hour("cast('2026-03-08 07:59:59+00' as timestamptz)", zone) }} = 1
        and {{ local_hour("cast('2026-03-08 08:00:00+00' as timestamptz)", zone) }} = 3
        and {{ local_hour("cast('2026-11-01 07:00:00+00' as timestamptz)", zone) }} = 1
        and {{ local_hour("cast('2026-11-02 05:59:59+00' as timestamptz)", zone) }} = 23 as is_kept
    union all
    select
        'parts_of' as what,
        (
            select count(*) = 3 and min(part) = '' and max(part) = 'b|c'
            from (select {{ parts_of("'a;b|c;'", "';'") }} as part) as parts
        )
        and (select count(*) = 0 from (select {{ parts_of('cast(null as varchar)', "';'") }} as part) as parts) as is_kept
    union all
    select
        'days between two dates' as what,
        cast(date '2024-03-01' - date '2024-02-28' as bigint) = 2
        and cast(date '2024-02-28' - date '2024-03-01' as bigint) = -2 as is_kept
    union all
    select
        'hours_between' as what,
        {{ hours_between(
            "cast('2026-03-08 06:00:00+00' as timestamptz)", "cast('2026-03-09 05:00:00+00' as timestamptz)"
        ) }} = 23 as is_kept
    union all
    select
        'microseconds_between' as what,
        {{ microseconds_between(
            "cast('2026-03-08 06:00:00+00' as timestamptz)", "cast('2026-03-09 05:00:00.000001+00' as timestamptz)"
        ) }} = 82800000001
        and {{ microseconds_between(
            "cast('2026-03-08 06:00:01+00' as timestamptz)", "cast('2026-03-08 06:00:00+00' as timestamptz)"
        ) }} = -1000000 as is_kept
    union all
    select
        'quantiles' as what,
        {{ quantiles('made.number', [0.5, 0.9]) }}[1] = 3
        and abs({{ quantiles('made.number', [0.5, 0.9]) }}[2] - 8.4) < 1e-12 as is_kept
    from (
        values (10), (1), (null), (2), (6), (3)
    ) as made (number)
    union all
    select
        'hours added to an instant' as what,
        cast('2026-11-01 05:30:00+00' as timestamptz) + interval 1 hour * 23 = cast('2026-11-02 04:30:00+00' as timestamptz)
        and cast('2026-03-08 07:30:00+00' as timestamptz) + interval 1 hour * 1 = cast('2026-03-08 08:30:00+00' as timestamptz)
            as is_kept
    union all
    select
        'first_of' as what,
        {{ first_of('month', "date '2026-08-31'") }} = date '2026-08-01'
        and {{ first_of('year', "date '2026-08-31'", 6) }} = date '2026-07-01'
        and {{ first_of('year', "date '2026-06-30'", 6) }} = date '2025-07-01'
        and {{ first_of('quarter', "date '2026-06-30'", 6) }} = date '2026-04-01' as is_kept
    union all
    select
        'last_of' as what,
        {{ last_of('month', "date '2024-02-01'") }} = date '2024-02-29'
        and {{ last_of('year', "date '2026-08-31'", 6) }} = date '2027-06-30' as is_kept
    union all
    select
        'dates_between' as what,
        count(*) = 3 and min(made.day_on) = date '2024-02-28' and max(made.day_on) = date '2024-03-01' as is_kept
    from (select {{ dates_between("date '2024-02-28'", "date '2024-03-01'") }} as day_on) as made
    union all
    select
        'greatest_by' as what,
        {{ greatest_by("made.found", ["made.first_key", "made.second_key"]) }} = 'c' as is_kept
    from (
        values ('a', 1, 9), ('c', 2, 3), ('b', 2, 1), (null, 3, 1)
    ) as made (found, first_key, second_key)
    union all
    select
        'numbers_between' as what,
        count(*) = 3 and min(made.number) = -1 and max(made.number) = 1 as is_kept
    from (select {{ numbers_between(-1, 1) }} as number) as made
    union all
    select
        'joined_text' as what,
        {{ joined_text('made.found', "'; '", 'made.number') }} = 'a; b; c' as is_kept
    from (
        values ('c', 3), ('a', 1), ('b', 2)
    ) as made (found, number)
)

select * from answers
where not coalesce(is_kept, false)
