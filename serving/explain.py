"""Explains a rule or a metric of a published file: its definition, its provisions, its limits and its newest figures.

The explanation is a document of plain values, the same for a page, a terminal and JSON.
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
# Rules whose limits stand in a table of their own: that table, and the condition for its rows.
LIMITS_ELSEWHERE = {
    "priority_1_late": ("response_limits", "priority = 1"),
    "priority_2_late": ("response_limits", "priority = 2"),
    "investigation_over_5_days": ("response_limits", f"{_INITIATION_DAYS} and response_type = 'investigation'"),
    "assessment_over_10_days": ("response_limits", f"{_INITIATION_DAYS} and response_type = 'assessment'"),
    "response_time_out_of_range": ("response_limits", "limit_id = 'set_date_max_days'"),
    "response_time_under_2_days": ("response_limits", "limit_id = 'set_date_min_days'"),
    "recording_missing": ("recording_retention", "true"),
    "recording_purged_early": ("recording_retention", "true"),
}
_MOST_SUGGESTIONS = 3


class UnknownSubjectError(LookupError):
    """No rule and no metric has the name that was asked for. `near` holds the most similar names."""

    def __init__(self, near: list[str]) -> None:
        super().__init__("no rule and no metric has that name")
        self.near = near


def subjects(published: Published) -> Row:
    """Return every rule and every metric of the file: rules in the order of the policy, metrics by name."""
    rules = [
        {name: newest[name] for name in ("rule_id", "label", "severity")}
        for newest in (generations[-1] for generations in rule_generations(published).values())
    ]
    metrics = _rows_if_held(
        published, "reference", "metrics", "select metric_id, label, unit from reference.metrics order by all"
    )
    return {"rules": rules, "metrics": metrics}


def subject(published: Published, name: str, on: date | None = None) -> Row:
    """Return the document of the rule or metric with this name.

    A rule is explained as it holds `on` a day, by default the day of the publication's as_of. Raises
    UnknownSubjectError where the file has neither a rule nor a metric of this name.
    """
    asked = name.strip().lower().replace("-", "_")
    generations = rule_generations(published).get(asked)
    if generations:
        return _rule(published, generations, on or published.as_of_on)
    metrics = _rows_if_held(
        published, "reference", "metrics", "select * from reference.metrics where metric_id = $name", {"name": asked}
    )
    if metrics:
        return _metric(published, metrics[0])
    listed = subjects(published)
    known = [rule["rule_id"] for rule in listed["rules"]] + [metric["metric_id"] for metric in listed["metrics"]]
    raise UnknownSubjectError(near(asked, known))


def near(name: str, known: list[str]) -> list[str]:
    """Return the most similar of the names that are known; none where no name is like it."""
    return difflib.get_close_matches(name[:80], known, n=_MOST_SUGGESTIONS, cutoff=0.5)


def rule_generations(published: Published) -> dict[str, list[Row]]:
    """Return the generations of every rule, first to last, with the rules in the order of the policy."""
    found: dict[str, list[Row]] = {}
    rows = _rows_if_held(
        published,
        "reference",
        "policy_rules",
        "select * from reference.policy_rules order by position, rule_id, effective_from",
    )
    for row in rows:
        found.setdefault(str(row["rule_id"]), []).append(row)
    return found


def in_force(generations: list[Row], on: date | None) -> Row | None:
    """Return the generation that holds on a day, or None where none does. Without a day, return the newest."""
    if on is None:
        return generations[-1]
    return next((row for row in generations if row["effective_from"] <= on < row["effective_to"]), None)


def provisions(published: Published) -> dict[str, Provision]:
    """Return every provision of the file by its citation."""
    rows = _rows_if_held(
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
    shown = of_that_day or generations[-1]
    limits = ("lower_limit", "upper_limit", "limit_unit", "effective_from", "effective_to", "provenance")
    return {
        "kind": "rule",
        **{
            name: shown[name]
            for name in ("rule_id", "label", "severity", "sentence", "in_scope_when", "counted_on", "citation")
        },
        "provisions": _cited(published, shown["citation"]),
        "on": on,
        "is_in_force": of_that_day is not None,
        "generations": [
            {**{name: row[name] for name in limits}, "is_in_force": row is of_that_day} for row in generations
        ],
        "limits": limits_elsewhere(published, str(shown["rule_id"]), on),
        "counts": _rule_counts(published, str(shown["rule_id"])),
    }


def limits_elsewhere(published: Published, rule_id: str, on: date | None) -> list[Row]:
    """The limits that a rule reads in a table of their own, each with whether it is in force on a day; none for others.

    Where there is no day, the newest are in force.
    """
    table, where = LIMITS_ELSEWHERE.get(rule_id, ("", ""))
    order = "priority, response_type, limit_id, effective_from" if table == "response_limits" else "effective_from"
    rows = _rows_if_held(
        published, "reference", table, f"select * from reference.{table} where {where} order by {order}"
    )
    day = on or _FOREVER
    return [
        {**row, "is_in_force": row["effective_from"] <= day and (day < row["effective_to"] or day == _FOREVER)}
        for row in rows
    ]


def _rule_counts(published: Published, rule_id: str) -> list[Row]:
    """The counts of the whole state: of the newest complete fiscal year, then of the current one."""
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


def _rows_if_held(
    published: Published, schema: str, table: str, sql: str, parameters: dict[str, object] | None = None
) -> list[Row]:
    """Return the rows of a table, or no row where the file does not hold the table."""
    return published.rows(sql, parameters) if table and published.has(schema, table) else []
