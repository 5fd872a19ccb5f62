"""Questions that never end, or that need more memory than any machine has."""

from __future__ import annotations

ENDLESS = {
    "recursive CTE": "with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r",
    "recursive CTE, shown": "with recursive r as (select 1 n union all select n + 1 from r) select n from r order by n",
    "recursive CTE that grows": (
        "with recursive r as (select 'a' s union all select s || s from r where length(s) < 1e10) select max(s) from r"
    ),
    "cross join": "select count(*) from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3",
    "cross join of tables": (
        "select max(a.period_label || b.period_label || c.period_label) "
        "from marts.statutory_counts a, marts.statutory_counts b, marts.statutory_counts c"
    ),
    "sum of a range": "select sum(range) from range(1000000000000)",
    "list of a range": "select list_sum(range(1000000000))",
    "list of a range, unnested": "select sum(hash(n)) from (select unnest(range(1000000000)) as n)",
    "series of instants": (
        "select max(t) from generate_series(timestamp '0001-01-01', timestamp '9999-01-01', interval 1 second) x(t)"
    ),
    "repeat": "select length(repeat('a', 4000000000))",
    "repeat of a repeat": "select length(repeat(repeat('a', 100000), 100000))",
    "repeat of a list": "select len(repeat([1], 4000000000))",
    "string_split": "select len(string_split(repeat('a,', 100000000), ','))",
    "lpad": "select length(lpad('', 2000000000, 'a'))",
    "rpad": "select length(rpad('x', 2147483647, 'ab'))",
    "printf": "select length(printf('%2000000000d', 1))",
    "format": "select length(format('{:2000000000}', 1))",
    "bar": "select length(bar(1, 0, 1, 1000000000))",
    "replace": "select length(replace(repeat('a', 1000000), 'a', repeat('b', 10000)))",
    "regexp_replace": "select length(regexp_replace(repeat('a', 1000000), 'a', repeat('b', 10000), 'g'))",
    "regexp bomb": "select count(*) from range(10000000) where regexp_matches(repeat('a', 1000000 + range), '(a*)*b')",
    "regexp repetition": "select regexp_matches('a', '((a{1000}){1000}){1000}')",
    "regexp_extract_all": "select len(regexp_extract_all(repeat('a', 100000000), 'a'))",
    "levenshtein": "select levenshtein(repeat('a', 1000000), repeat('b', 1000000))",
    "damerau_levenshtein": "select damerau_levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "jaro_winkler": "select jaro_winkler_similarity(repeat('ab', 10000000), repeat('ba', 10000000))",
    "list_resize": "select len(list_resize([1], 4000000000))",
    "list_transform": "select len(list_transform(range(1000000000), lambda x: x || 'a'))",
    "list_reduce": "select length(list_reduce(range(1000000)::varchar[], lambda a, b: a || b))",
    "list aggregate": "select len(list(range)) from range(10000000000)",
    "list of lists": "select len(list(l)) from (select range(100000) as l from range(1000000))",
    "list_sort": "select list_sort(list_transform(range(100000000), lambda x: hash(x)))[1]",
    "string_agg": "select length(string_agg(repeat('a', 1000), ',')) from range(100000000)",
    "histogram": "select len(map_keys(histogram(range))) from range(10000000000)",
    "count(distinct)": "select count(distinct hash(range)) from range(100000000000)",
    "group by": "select max(c) from (select hash(range) as k, count(*) as c from range(100000000000) group by 1)",
    "order by": "select range from range(100000000000) order by hash(range) limit 10 offset 99999999",
    "window": "select sum(s) from (select sum(range) over (order by hash(range)) as s from range(100000000000))",
    "median": "select median(hash(range)) from range(100000000000)",
    "hash join": (
        "select count(*) from range(10000000000) a join range(10000000000) b on hash(a.range) = hash(b.range + 1)"
    ),
    "correlated subquery": (
        "select count(*) from range(10000000) a "
        "where (select count(*) from range(1000000) b where b.range < a.range) % 2 = 1"
    ),
    "pivot on many values": "pivot (select range as k, 1 as v from range(10000000)) on k using sum(v)",
    "doubling CTEs": "with a0 as (select range as a from range(2)), "
    + ", ".join(f"a{n} as (select x.a + y.a as a from a{n - 1} x, a{n - 1} y)" for n in range(1, 40))
    + " select count(*) from a39",
    "power set of joins": "select count(*) from range(9) a0" + "".join(f", range(9) a{n}" for n in range(1, 60)),
    "many unions": "select 1" + " union all select 1" * 20_000,
    "many ands": "select 1 where true" + " and random() < 2" * 50_000,
    "sleep_ms": "select sleep_ms(600000)",
    "sleep_ms for each row": "select count(sleep_ms(1000 + range::int)) from range(100000)",
    "sleep_ms after rows": "select range, case when range = 5000 then sleep_ms(600000) end from range(10000)",
    "deep JSON": "select (repeat('[', 100000000) || repeat(']', 100000000))::json",
    "query made of text": "from query('select ' || repeat('1 + ', 100000) || '1')",
    "large number": "select (repeat('9', 100000000))::bignum + 1::bignum",
    "blobs": "select octet_length(from_hex(repeat('ab', 500000000)))",
    "md5 of much": "select md5(string_agg(md5(range::varchar), '')) from range(10000000000)",
}  # fmt: skip

# The parser or the binder meets these. Some of them DuckDB can answer; none may take the program down.
DEEP = {
    "plus signs": "select 1" + "+1" * 20_000,
    "many plus signs": "select 1" + "+1" * 250_000,
    "parentheses": "select " + "(" * 20_000 + "1" + ")" * 20_000,
    "lists": "select " + "[" * 20_000 + "]" * 20_000,
    "structs": "select " + "{'a':" * 5_000 + "1" + "}" * 5_000,
    "not": "select " + "not " * 50_000 + "true",
    "minus": "select " + "- " * 50_000 + "1",
    "case": "select " + "case when true then " * 5_000 + "1" + " end" * 5_000,
    "functions": "select " + "abs(" * 20_000 + "1" + ")" * 20_000,
    "casts": "select 1" + "::int" * 20_000,
    "subqueries": "select " + "(select " * 5_000 + "1" + ")" * 5_000,
    "from subqueries": "select * from " + "(select * from " * 3_000 + "range(1)" + ")" * 3_000,
    "concatenations": "select 'a'" + "||'a'" * 50_000,
    "dots": "select a" + ".a" * 50_000,
    "explain of plus signs": "explain select 1" + "+1" * 20_000,
    "types": "select null::" + "struct(a " * 5_000 + "int" + ")" * 5_000,
    "open quote": "select '" + "a" * 100_000,
    "open comment": "select 1 /*" + "/*" * 50_000,
    "longer than any question": "select '" + "a" * 2_000_000 + "'",
    "invalid characters": "select '\ud800', \x00, \x1b[31m",
}

# Long, and answered whole: a list of ids that somebody pasted.
LONG = "select count(*) as n from range(100000) where range in (" + ", ".join(map(str, range(60_000))) + ")"
