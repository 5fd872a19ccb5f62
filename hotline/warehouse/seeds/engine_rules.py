"""The rules that only the engine can tell: does it know the time zone, and does a pattern keep names out?"""

from __future__ import annotations

from collections.abc import Iterator

from hotline.warehouse.seeds.finding import Finding, shown
from hotline.warehouse.seeds.references import Rows
from ingest.database import open_database
from ingest.reading.rows.shape_check import what_keeps_it_out
from ingest.sql_text import literal
from ingest.value_shapes import ValueShape


def wrong_for_the_engine(rows_of: Rows) -> Iterator[Finding]:
    """Yield time zones that it does not know, patterns that do not hold, and counties of another shape."""
    with open_database(None) as con:
        for row in rows_of("jurisdiction"):
            [(known,)] = con.execute(
                f"select count(*) from pg_timezone_names() where name = {literal(row['time_zone'])}"
            ).fetchall()
            if not known:
                yield Finding(
                    "jurisdiction",
                    row.number,
                    "time_zone",
                    f"{shown(row['time_zone'])} is no time zone",
                    "write its IANA name, such as Pacific/Auckland",
                )
        shapes = {}
        for row in rows_of("value_shapes"):
            shape = ValueShape(row["pattern"], int(row["longest"]), row["in_words"])
            if wrong := what_keeps_it_out(con, shape):
                what, mend = wrong
                yield Finding("value_shapes", row.number, "pattern", f"it {what}", mend)
            else:
                shapes[row["shape"]] = shape
        if "county" in shapes:
            numbers = {row["county_fips"]: row.number for row in rows_of("counties")}
            codes = ", ".join(map(literal, numbers))
            strange = con.execute(
                f"select code from (select unnest([{codes}]) as code) where not {shapes['county'].fits('code')}"
            ).fetchall()
            for (code,) in strange:
                yield Finding(
                    "counties",
                    numbers[code],
                    "county_fips",
                    f"{code} has not the shape that value_shapes gives county",
                    "mend the code or the shape",
                )
