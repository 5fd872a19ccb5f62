"""The rules for limits: which units they have, from what they count, and on which days there must be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from hotline.warehouse.seeds.finding import Finding, listed, shown
from hotline.warehouse.seeds.reading import Row
from hotline.warehouse.seeds.references import Rows

# A hundred years in each unit: a longer limit is a slip, and its end may be no date.
_MOST = {"hours": 876_600, "days": 36_525, "months": 1_200, "years": 100}
_FIRST_INSTANT = "1970-01-01"  # No report is received before.
_INITIATION, _SET_DATES = "initiation_days", ("set_date_min_days", "set_date_max_days")
_TYPES = ("assessment", "investigation")


def wrong_limits(rows_of: Rows) -> Iterator[Finding]:
    """Yield limits that nothing can follow, and days on which a limit that a clock needs is missing."""
    for seed in ("response_limits", "recording_retention", "re_report_windows"):
        for row in rows_of(seed):
            yield from _too_long(seed, "length", row, row["unit"])
    yield from _starts(rows_of("response_limits"))
    yield from _missing(rows_of("response_limits"))
    yield from _of_rules(rows_of)


def _too_long(seed: str, column: str, row: Row, unit: str) -> Iterator[Finding]:
    most = _MOST.get(unit)
    if most and int(row[column]) > most:
        yield Finding(
            seed, row.number, column, f"{row[column]} {unit} are over a hundred years", f"write at most {most}"
        )


def _starts(rows: tuple[Row, ...]) -> Iterator[Finding]:
    for row in rows:
        start = row["counted_from"]
        if start.endswith("_at") and row["unit"] != "hours":
            yield Finding(
                "response_limits",
                row.number,
                "counted_from",
                f"{start} is an instant, and {row['unit']} count from a date",
                f"write {start.removesuffix('_at')}_on, or give the limit in hours",
            )


def _missing(rows: tuple[Row, ...]) -> Iterator[Finding]:
    begins: dict[tuple[str, str, str], str] = {}
    first: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: row["effective_from"], reverse=True):
        key = (row["limit_id"], row["priority"], row["response_type"])
        begins[key], first[key] = row["effective_from"], row
    for priority in ("1", "2"):
        for kind in _TYPES:
            key = (_INITIATION, priority, kind)
            if key not in begins:
                yield Finding(
                    "response_limits",
                    None,
                    None,
                    f"there is no row {' '.join(key)}",
                    "add it: without it no clock of these reports has an end",
                )
            elif begins[key] > _FIRST_INSTANT:
                yield Finding(
                    "response_limits",
                    first[key].number,
                    "effective_from",
                    f"no limit holds before {begins[key]} for {' '.join(key)}",
                    "write 1900-01-01, or add the row of the days before",
                )
    for kind in _TYPES:
        there = [limit for limit in _SET_DATES if (limit, "2", kind) in begins]
        if len(there) == 1:
            [missing] = set(_SET_DATES) - set(there)
            yield Finding(
                "response_limits",
                first[there[0], "2", kind].number,
                "limit_id",
                f"there is no row {missing} 2 {kind} beside it",
                "add it: a set date has a first and a last day",
            )


def _of_rules(rows_of: Rows) -> Iterator[Finding]:
    units: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for kind in rows_of("rule_limit_kinds"):
        units[kind["rule_id"]][kind["limit"]] = tuple(kind["units"].split(";"))
    for row in rows_of("policy_rules"):
        read = units.get(row["rule_id"], {})
        for column in ("lower_limit", "upper_limit"):
            yield from _of_rule(row, column, read.get(column))
        if not read and row["limit_unit"]:
            yield Finding(
                "policy_rules", row.number, "limit_unit", f"{row['rule_id']} has no limit here", "leave it empty"
            )
        if row["lower_limit"] and row["upper_limit"] and int(row["lower_limit"]) > int(row["upper_limit"]):
            yield Finding(
                "policy_rules",
                row.number,
                "upper_limit",
                "it is below the lower limit",
                "write the greater number here",
            )


def _of_rule(row: Row, column: str, units: tuple[str, ...] | None) -> Iterator[Finding]:
    value, unit = row[column], row["limit_unit"]
    if units is None:
        if value:
            yield Finding("policy_rules", row.number, column, f"{row['rule_id']} reads no {column}", "leave it empty")
    elif not value:
        yield Finding(
            "policy_rules",
            row.number,
            column,
            f"{row['rule_id']} reads this limit, and there is none",
            f"write a whole number of {listed(units)}",
        )
    elif unit not in units:
        yield Finding(
            "policy_rules",
            row.number,
            "limit_unit",
            f"{row['rule_id']} can't be judged in {shown(unit)}" if unit else "there is no unit",
            f"write {listed(units)}",
        )
    else:
        yield from _too_long("policy_rules", column, row, unit)
