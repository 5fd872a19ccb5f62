"""What a rule or a metric is: its definition, the provisions behind it, its limits and what it came to last.

Each function gives a document of plain values, the same for a page, a terminal and JSON.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any

from serving.provisions import Provision, resolve
from serving.published import Published

Row = dict[str, Any]

_FOREVER = date(9999, 12, 31)
_INITIATION_DAYS = "limit_id = 'initiation_days' and priority = 2"
# The rules whose limits stand in a table of their own, and which rows of it they read.
_LIMITS_ELSEWHERE = {
    "priority_1_late": ("response_limits", "priority = 1"),
    "priority_2_late": ("response_limits", "priority = 2"),
    "investigation_over_5_days": ("response_limits", f"{_INITIATION_DAYS} and response_type = 'investigation'"),
    "assessment_over_10_days": ("response_limits", f"{_INITIATION_DAYS} and response_type = 'assessment'"),
    "response_time_out_of_range": ("response_limits", "limit_id in ('set_date_min_days', 'set_date_max_days')"),
    "recording_missing": ("recording_retention", "true"),
    "recording_purged_early": ("recording_retention", "true"),
}
_NEAR = 3


class UnknownSubjectError(LookupError):
    """No rule and no metric has the name that was asked for; `near` are the names nearest to it."""

    def __init__(self, near: list[str]) -> None:
        super().__init__("no rule and no metric of that name")
        self.near = near


def subjects(published: Published) -> Row:
    """Every rule and metric of the file, a line each: rules in the order of the policy, metrics by name."""
    rules = [
        {name: newest[name] for name in ("rule_id", "label", "severity")}
        for newest in (generations[-1] for generations in rule_generations(published).values())
    ]
    metrics = _of(
        published, "reference", "metrics", "select metric_id, label, unit from reference.metrics order by all"
    )
    return {"rules": rules, "metrics": metrics}


def subject(published: Published, name: str, on: date | None = None) -> Row:
    """The document of a rule, judged `on` a day (the publication's unless given), or of a metric.

    Raises UnknownSubjectError where the file has neither.
    """
    asked = name.strip().lower().replace("-", "_")
    generations = rule_generations(published).get(asked)
    if generations:
        return _rule(published, generations, on or published.as_of_on)
    metrics = _of(
        published, "reference", "metrics", "select * from reference.metrics where metric_id = $name", {"name": asked}
    )
    if metrics:
        return _metric(published, metrics[0])
    listed = subjects(published)
    known = [rule["rule_id"] for rule in listed["rules"]] + [metric["metric_id"] for metric in listed["metrics"]]
    raise UnknownSubjectError(difflib.get_close_matches(asked[:80], known, n=_NEAR, cutoff=0.5))


def rule_generations(published: Published) -> dict[str, list[Row]]:
    """The generations of every rule, the rules in their order and each rule's generations from first to last."""
    found: dict[str, list[Row]] = {}
    rows = _of(
        published,
        "reference",
        "policy_rules",
        "select * from reference.policy_rules order by position, rule_id, effective_from",
    )
    for row in rows:
        found.setdefault(str(row["rule_id"]), []).append(row)
    return found


def in_force(generations: list[Row], on: date | None) -> Row | None:
    """The generation that holds on a day, None where none does; the newest where there is no day."""
    if on is None:
        return generations[-1]
    return next((row for row in generations if row["effective_from"] <= on < row["effective_to"]), None)


def provisions(published: Published) -> dict[str, Provision]:
    """Every provision of the file by its citation."""
    rows = _of(
        published, "reference", "provisions", "select citation, plain_sentence, objects from reference.provisions"
    )
    return {
        str(row["citation"]): Provision(
            row["citation"], row["plain_sentence"], tuple(filter(None, (row["objects"] or "").split(";")))
        )
        for row in rows
    }


def _rule(published: Published, generations: list[Row], on: date | None) -> Row:
    of_that_day = in_force(generations, on)
    said = of_that_day or generations[-1]
    limits = ("lower_limit", "upper_limit", "limit_unit", "effective_from", "effective_to", "provenance")
    return {
        "kind": "rule",
        **{
            name: said[name]
            for name in ("rule_id", "label", "severity", "sentence", "in_scope_when", "counted_on", "citation")
        },
        "provisions": _cited(published, said["citation"]),
        "on": on,
        "is_in_force": of_that_day is not None,
        "generations": [
            {**{name: row[name] for name in limits}, "is_in_force": row is of_that_day} for row in generations
        ],
        "limits": limits_elsewhere(published, str(said["rule_id"]), on),
        "counts": _rule_counts(published, str(said["rule_id"])),
    }


def limits_elsewhere(published: Published, rule_id: str, on: date | None) -> list[Row]:
    """The limits that a rule reads in a table of their own, each with whether it is in force on a day; none for others.

    Where there is no day, the newest are in force.
    """
    table, where = _LIMITS_ELSEWHERE.get(rule_id, ("", ""))
    order = "priority, response_type, limit_id, effective_from" if table == "response_limits" else "effective_from"
    rows = _of(published, "reference", table, f"select * from reference.{table} where {where} order by {order}")
    day = on or _FOREVER
    return [
        {**row, "is_in_force": row["effective_from"] <= day and (day < row["effective_to"] or day == _FOREVER)}
        for row in rows
    ]


def _rule_counts(published: Published, rule_id: str) -> list[Row]:
    """The newest complete fiscal year of the whole state, then the current one."""
    return _newest_years(
        published,
        "policy_exception_counts",
        "in_scope, assessed, not_assessed, broken, rate, rule_state",
        "rule_id = $name",
        rule_id,
    )


def _metric(published: Published, metric: Row) -> Row:
    return {
        "kind": "metric",
        **metric,
        "provisions": _cited(published, metric["citation"]),
        "values": _metric_values(published, str(metric["metric_id"]), str(metric["published_in"])),
    }


def _metric_values(published: Published, metric_id: str, published_in: str) -> list[Row]:
    schema, _, table = published_in.partition(".")
    columns = published.columns(schema, table)
    if schema != "marts":
        return []
    if metric_id in columns:
        whole = " and breakdown = 'all'" if "breakdown" in columns else ""
        return _newest_years(published, table, f'"{metric_id}" as value', f"true{whole}", metric_id)
    if not {"measure", "value", "is_complete"} <= set(columns):
        return []
    return published.rows(
        f"select 'month' as period_type, period_label, period_start, is_complete, value from marts.{table} "
        "where geography_type = 'state' and measure = $name and is_complete order by period_start desc limit 1",
        {"name": metric_id},
    )


def _newest_years(published: Published, table: str, columns: str, where: str, name: str) -> list[Row]:
    if not published.has("marts", table) or published.as_of_on is None:
        return []
    parameters = {"as_of_on": published.as_of_on, **({"name": name} if "$name" in where else {})}
    return published.rows(
        f"with years as (select period_type, period_label, period_start, period_end, is_complete, {columns} "
        f"from marts.{table} where period_type = 'fiscal_year' and geography_type = 'state' and {where} "
        "and period_start <= $as_of_on) "
        "select * from years qualify row_number() over (partition by is_complete order by period_start desc) = 1 "
        "order by period_start",
        parameters,
    )


def _cited(published: Published, citation: str) -> list[Row]:
    return [
        {"paragraph": paragraph, "plain_sentence": found.plain_sentence if found else None}
        for paragraph, found in resolve(citation, provisions(published)).items()
    ]


def _of(
    published: Published, schema: str, table: str, sql: str, parameters: dict[str, object] | None = None
) -> list[Row]:
    """Rows of a table, none where the file does not hold it."""
    return published.rows(sql, parameters) if table and published.has(schema, table) else []
