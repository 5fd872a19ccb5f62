"""Explains one report of a published file: its values, its clock, the limits of its day and the verdict of every rule.

A verdict has what decided it: the report's own values, the limit, and other reports or rows (`serving/deciding/`).

A row of `marts.policy_verdicts` says that the report is in the rule's scope. Without a row it is out of scope, unless
the data that decides the scope was never delivered.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from serving.deciding.rows import decided_by
from serving.explain import Row, in_force, limits_elsewhere, provisions, rule_generations
from serving.provisions import Provision, resolve
from serving.published import OVERSIGHT, Published

# The oversight office never sees who reported.
VERDICTS = ("broken", "not_assessed", "kept", "not_in_scope")
# Tables with rows that belong to a report. Each is shown where the audience's file has it.
_RELATED = (
    "allegations", "contacts", "screening_reviews", "preliminary_inquiries", "recordings", "recording_disclosures",
)  # fmt: skip
# The columns of these tables are named without their table among the values that decide.
_NAMED_WITHOUT_TABLE = ("referrals", "response_times", "allegations")
# Rules that judge a recording, by the rule and the limit in force when it was made.
_BY_RECORDING = ("recording_purged_early", "disclosed_without_court_order", "reporter_not_redacted")
_LIMIT = ("lower_limit", "upper_limit", "limit_unit", "provenance", "effective_from", "effective_to")

NOT_IN_FORCE = "the rule was not in force on the day the report was received"
NOT_DELIVERED = "the data that the rule reads was never delivered"
SCOPE_NOT_DELIVERED = "it is not known whether the rule applies: the data that decides it was never delivered"
VALUE_MISSING = "a value is missing"


def holds_reports(published: Published) -> bool:
    """Whether this audience's file has single reports."""
    return published.has("marts", "referrals")


def report(published: Published, referral_id: str) -> Row | None:
    """Return the document of one report, or None where the file has no current report with that number."""
    own = _rows_of(published, "referrals", referral_id)
    if not own:
        return None
    values = own[0]
    clock = next(iter(_rows_of(published, "response_times", referral_id)), None)
    related = {table: _rows_of(published, table, referral_id) for table in _RELATED}
    verdicts = _verdicts(published, referral_id, {"referrals": [values], "response_times": [clock or {}], **related})
    return {
        "kind": "report",
        "audience": published.audience,
        "referral_id": values["referral_id"],
        "county_name": _county(published, values.get("county_fips")),
        "report": values,
        "response_clock": clock,
        "limits": _clock_limits(published, values),
        "verdict_counts": {name: sum(each["verdict"] == name for each in verdicts) for name in VERDICTS},
        "verdicts": verdicts,
        "related": {table: rows for table, rows in related.items() if rows},
    }


def _verdicts(published: Published, referral_id: str, rows_by_table: dict[str, list[Row]]) -> list[Row]:
    if not published.has("marts", "policy_verdicts"):
        return []
    published_verdicts = {str(row["rule_id"]): row for row in _rows_of(published, "policy_verdicts", referral_id)}
    states = _rule_states(published)
    known = provisions(published)
    own = rows_by_table["referrals"][0]
    every_rule = rule_generations(published)
    on_receipt = {rule_id: in_force(generations, own["received_on"]) for rule_id, generations in every_rule.items()}
    found = []
    for rule_id, generations in every_rule.items():
        row = published_verdicts.get(rule_id, {})
        grounds = decided_by(published, rule_id, row, own, on_receipt)
        judged_on = _judged_on(rule_id, grounds, own)
        rule = in_force(generations, judged_on)
        shown = rule or generations[-1]
        values = _deciding_values(resolve(shown["citation"], known), rows_by_table)
        verdict, reason = _verdict(row, rule, states.get(rule_id), values)
        found.append(
            {
                **{name: shown[name] for name in ("rule_id", "label", "severity", "citation", "sentence")},
                "in_scope_when": shown["in_scope_when"],
                "verdict": verdict,
                "reason": reason,
                "counted_on": row.get("counted_on"),
                "observed": row.get("observed"),
                "expected": row.get("expected"),
                "limit": {name: rule[name] for name in _LIMIT} if rule else None,
                "limits": _limits_read(published, rule_id, own, judged_on),
                "values": values if verdict != "not_in_scope" else {},
                "decided_by": grounds,
            }
        )
    return found


def _judged_on(rule_id: str, grounds: Row | None, values: Row) -> date:
    """Return the day whose rule judges: that of receipt or, for a rule about recordings, that of the deciding one."""
    rows = grounds["rows"] if grounds and rule_id in _BY_RECORDING else []
    found: date = rows[0]["recorded_on"] if rows else values["received_on"]
    return found


def _limits_read(published: Published, rule_id: str, values: Row, judged_on: date) -> list[Row]:
    """Return the limits in force on a day that the rule reads in other tables, for the report's response type."""
    known = _clock_type(values)
    return [
        row
        for row in limits_elsewhere(published, rule_id, judged_on)
        if row["is_in_force"] and (known is None or row.get("response_type") in (None, known))
    ]


def _verdict(row: Row, rule: Row | None, state: Row | None, values: Row) -> tuple[str, str | None]:
    """Return the verdict and, where it is not assessed, the reason."""
    if not row:
        if state and not state["is_scope_known"]:
            return "not_assessed", SCOPE_NOT_DELIVERED
        return "not_in_scope", None
    if row["verdict"] != "not_assessed":
        return str(row["verdict"]), None
    if state and state["rule_state"] == "not_delivered":
        return "not_assessed", NOT_DELIVERED
    if rule is None:
        return "not_assessed", NOT_IN_FORCE
    missing = [name for name, value in values.items() if value is None]
    return "not_assessed", VALUE_MISSING + (f"; these are empty: {', '.join(missing)}" if missing else "")


def _deciding_values(cited: dict[str, Provision | None], rows_by_table: dict[str, list[Row]]) -> Row:
    """Return the report's own values in the columns that the provisions of a rule name."""
    found: Row = {}
    for provision in cited.values():
        for place in provision.objects if provision else ():
            _, _, rest = place.partition(".")
            table, _, column = rest.partition(".")
            rows = rows_by_table.get(table, [])
            if column and rows and column in rows[0]:
                name = column if table in _NAMED_WITHOUT_TABLE else f"{table}.{column}"
                each = [row[column] for row in rows]
                found[name] = each[0] if len(each) == 1 else ", ".join(sorted({_code(one) for one in each}))
    return found


def _code(value: Any) -> str:
    return "missing" if value is None else str(value)


def _rule_states(published: Published) -> dict[str, Row]:
    """Return for each rule whether the data that it reads was delivered, and whether the data for its scope was."""
    if not published.has("marts", "policy_exception_counts"):
        return {}
    rows = published.rows(
        "select rule_id, any_value(rule_state) as rule_state, count(in_scope) > 0 as is_scope_known "
        "from marts.policy_exception_counts where geography_type = 'state' group by rule_id"
    )
    return {str(row["rule_id"]): row for row in rows}


def _clock_limits(published: Published, values: Row) -> list[Row]:
    """Return the clock's limits for the report's priority and response type, as of the day the report was received."""
    received_on: date = values["received_on"]
    if values.get("screening_outcome") != "assigned" or not published.has("reference", "response_limits"):
        return []
    return published.rows(
        "select * from reference.response_limits where priority = $priority and response_type = $response_type "
        "and effective_from <= $day and $day < effective_to order by limit_id",
        {"priority": values.get("priority"), "response_type": _clock_type(values), "day": received_on},
    )


def _clock_type(values: Row) -> Any:
    """Return the response type by which a report is clocked: without one, Priority I has that of an assessment."""
    return values.get("response_type") or ("assessment" if values.get("priority") == 1 else None)


def _rows_of(published: Published, table: str, referral_id: str) -> list[Row]:
    if "referral_id" not in published.columns("marts", table):
        return []
    rows = published.rows(f"select * from marts.{table} where referral_id = $id order by all", {"id": referral_id})
    if published.audience != OVERSIGHT:
        return rows
    # The office's file has no such column. Should one ever slip in, it goes no further than here.
    return [{name: value for name, value in row.items() if "reporter" not in name} for row in rows]


def _county(published: Published, county_fips: object) -> str | None:
    rows = published.rows(
        "select county_name from reference.counties where county_fips = $county", {"county": county_fips}
    )
    return str(rows[0]["county_name"]) if rows else None
