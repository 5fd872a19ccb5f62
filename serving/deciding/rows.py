"""Finds the rows that decided a rule for one report, in what an audience's file holds."""

from __future__ import annotations

from typing import Any

import duckdb

from serving.deciding.ground import Ground, Row
from serving.deciding.other_reports import OTHER_REPORTS
from serving.deciding.other_rows import OTHER_ROWS
from serving.published import Published

GROUNDS = {**OTHER_REPORTS, **OTHER_ROWS}
# A family may have hundreds of reports: so many are shown, and the others are counted.
MOST = 5
NOT_HELD = "another report that this file does not hold"
NOT_NAMED = "another report that this file does not name"
TABLE_NOT_HELD = "rows of {} decide it, which this file does not hold"


def decided_by(
    published: Published, rule_id: str, verdict: Row, report: Row, limits: dict[str, Row | None]
) -> Row | None:
    """Return what decided a verdict beside the report's own values, or None where nothing else does.

    `what` names the rows, `rows` holds them, the deciding one first, `more` counts those not shown, and `said` is a
    sentence where there are none or where the file lacks some. `limits` are the rules' generations in force on receipt.
    """
    ground = GROUNDS.get(rule_id)
    if ground is None or not verdict:
        return None
    not_held = {"what": ground.what, "rows": [], "more": 0, "said": TABLE_NOT_HELD.format(f"marts.{ground.tables[-1]}")}
    if not all(published.has("marts", table) for table in ground.tables):
        return not_held
    limit = limits.get(ground.limit_of or rule_id)
    if limit is None and "$upper" in ground.sql:
        return None
    try:
        rows = _rows(published, ground, report, limit)
    except duckdb.BinderException:
        # An earlier version of the program published the file, and its table lacked a column.
        return not_held
    if not rows and verdict["verdict"] == "not_assessed":
        return None
    return {
        "what": ground.what,
        "rows": rows[:MOST],
        "more": max(len(rows) - MOST, 0),
        "said": _said(ground, len(rows), verdict, report),
    }


def _rows(published: Published, ground: Ground, report: Row, limit: Row | None) -> list[Row]:
    sql = f"with own as (select * from marts.referrals where referral_id = $id) {ground.sql}"
    for column, instead in ground.replacing.items():
        name = column.removesuffix("_referral_id")
        sql = sql.replace(f"{{{name}}}", f"own.{column}" if column in report else instead)
    known: dict[str, Any] = {
        "id": report["referral_id"],
        "lower": limit and limit["lower_limit"],
        "upper": limit and limit["upper_limit"],
        "unit": limit and limit["limit_unit"],
    }
    return published.rows(sql, {name: value for name, value in known.items() if f"${name}" in sql})


def _said(ground: Ground, found: int, verdict: Row, report: Row) -> str | None:
    lacking = ground.expected(verdict, report) - found if ground.expected else 0
    if lacking > 1:
        return f"{lacking} other reports that this file does not hold"
    if lacking == 1:
        return NOT_NAMED if set(ground.replacing) - set(report) else NOT_HELD
    return None if found else ground.absent
