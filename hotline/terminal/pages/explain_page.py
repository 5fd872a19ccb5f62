"""An explanation for a person: the answer first, then its grounds; 80 columns wide, up to 110 on a screen."""

from __future__ import annotations

import sys
import textwrap
from typing import Any

from rich.box import SIMPLE

from hotline.terminal.plain_console import PlainConsole, PlainTable
from serving.explaining.words import (
    FACTS,
    PROVENANCE,
    days_in_words,
    grounds_in_words,
    limit_in_words,
    limits_in_words,
    value_in_words,
    values_in_words,
)

_NARROW = 80
_WIDE = 110
_SEVERITY = {"breach": "breach: the policy says must", "review": "review: the policy leaves room"}
_GOOD = {"higher": "higher is better", "lower": "lower is better", "neutral": "neither is better"}
_VERDICT = {"broken": "BROKEN", "kept": "kept", "not_assessed": "not assessed", "not_in_scope": "not in scope"}
Document = dict[str, Any]


def show_explanation(document: Document) -> None:
    """Print the document of a rule, a metric, a report or the list of them, as serving gives it."""
    wide = PlainConsole().width if sys.stdout.isatty() else _NARROW
    console = PlainConsole(width=min(wide, _WIDE))
    {"list": _list, "rule": _rule, "metric": _metric, "report": _report}[document["kind"]](console, document)


def _list(console: PlainConsole, document: Document) -> None:
    console.print("One of these: hotline explain NAME. A report: hotline explain --referral ID\n")
    console.print("Rules")
    _table(console, ("rule", "severity", "what it is"), [
        (each["rule_id"], each["severity"], each["label"]) for each in document["rules"]
    ])  # fmt: skip
    console.print("Metrics")
    _table(console, ("metric", "what it is"), [(each["metric_id"], each["label"]) for each in document["metrics"]])


def _rule(console: PlainConsole, rule: Document) -> None:
    console.print(f"{rule['label']}  ({rule['rule_id']})")
    console.print(f"{rule['sentence']}\n")
    if not rule["is_in_force"]:
        console.print(f"Not in force on {value_in_words(rule['on'])}; said as in its newest generation.\n")
    console.print(f"Severity   {_SEVERITY.get(rule['severity'], rule['severity'])}")
    console.print(f"Applies to {rule['in_scope_when']}")
    console.print(f"Counts on  {rule['counted_on']}\n")
    _paragraphs(console, rule)
    console.print(f"In force on {rule['on']} (*) and at other times" if rule["on"] else "Newest (*) and earlier")
    _table(console, ("", "limit", "reports received", "source"), [
        ("*" if each["is_in_force"] else "", limit_in_words(each, rule["limits"]), days_in_words(each),
         PROVENANCE.get(each["provenance"], ""))
        for each in rule["generations"]
    ])  # fmt: skip
    _other_limits(console, rule["limits"])
    if rule["counts"]:
        console.print("How often, in the whole state")
        _table(console, ("fiscal year", "in scope", "assessed", "not assessed", "broken", "rate"), [
            (_period(each), *(_count(each[name]) for name in ("in_scope", "assessed", "not_assessed", "broken")),
             _share(each["rate"]))
            for each in rule["counts"]
        ], right=(1, 2, 3, 4, 5))  # fmt: skip
        if any(each["rule_state"] == "not_delivered" for each in rule["counts"]):
            console.print("Not assessed: what the rule reads was never delivered.")


def _metric(console: PlainConsole, metric: Document) -> None:
    console.print(f"{metric['label']}  ({metric['metric_id']})")
    console.print(f"{metric['definition']}\n")
    for each in metric["values"]:
        console.print(f"{_period(each)}, whole state: {_value(each['value'], metric['unit'])}")
    if metric["values"]:
        console.print()
    console.print(f"Unit       {metric['unit']}; {_GOOD.get(metric['direction_of_good'], metric['direction_of_good'])}")
    console.print(f"Published  {metric['published_in']}")
    console.print(f"Counted    over {metric['counted_from']}, by {metric['counted_on']}")
    console.print(f"SQL        {metric['sql']}\n")
    _paragraphs(console, metric)


def _report(console: PlainConsole, document: Document) -> None:
    counts, verdicts = document["verdict_counts"], document["verdicts"]
    name = f"Report {document['referral_id']}"
    if not verdicts:
        console.print(f"{name}: this publication has no verdicts.\n")
    else:
        console.print(
            f"{name}: {counts['broken'] or 'no'} {'rule' if counts['broken'] == 1 else 'rules'} broken, "
            f"{counts['kept']} kept, {counts['not_assessed']} not assessed, {counts['not_in_scope']} not in scope.\n"
        )
    for each in (each for each in verdicts if each["verdict"] == "broken"):
        console.print(f"BROKEN ({each['severity']}): {each['label']} · {each['citation']}")
        _item(console, each["sentence"])
        _item(console, f"Found: {each['observed'] or 'not said'}. Asked for: {each['expected'] or 'not said'}.")
        for line in [*grounds_in_words(each["decided_by"]), *limits_in_words(each)]:
            _item(console, f"{line[0].upper()}{line[1:]}.", indent=4)
        console.print()
    for each in (each for each in verdicts if each["verdict"] == "not_assessed"):
        console.print(f"Not assessed: {each['label']} · {each['citation']}")
        _item(console, f"Why: {each['reason']}.")
    if counts["not_assessed"]:
        console.print()
    _facts(console, document)
    _clock(console, document)
    if verdicts:
        console.print("Every rule, and what decided")
        _table(console, ("rule", "verdict", "what decided"), [
            (each["rule_id"], _VERDICT[each["verdict"]], "; ".join(
                filter(None, [values_in_words(each["values"]), *grounds_in_words(each["decided_by"], most=1),
                              *(limits_in_words(each) if each["verdict"] != "not_in_scope" else [])])
            )) for each in verdicts
        ])  # fmt: skip


def _facts(console: PlainConsole, document: Document) -> None:
    report = document["report"]
    console.print("The report")
    for name in (each for each in FACTS if each in report and report[each] is not None):
        county = f" ({document['county_name']})" if name == "county_fips" and document["county_name"] else ""
        console.print(f"  {name:<23} {value_in_words(report[name])}{county}")
    for table, rows in document["related"].items():
        for row in rows:
            kept = {name: value for name, value in row.items() if name not in report and value is not None}
            _item(console, f"{table:<23} {values_in_words(kept)}", indent=26)
    console.print()


def _clock(console: PlainConsole, document: Document) -> None:
    clock = document["response_clock"]
    if clock:
        console.print("Response clock")
        for name in (
            "clock_started_at",
            "due_at",
            "due_on",
            "response_status",
            "initiated_on",
            "hours_to_initiation",
            "days_late",
        ):
            if clock.get(name) is not None:
                console.print(f"  {name:<23} {value_in_words(clock[name])}")
        console.print()
    if document["limits"]:
        console.print(f"Limits in force on {value_in_words(document['report']['received_on'])}")
        _table(console, ("limit", "length", "counted from", "citation", "source"), [
            (each["limit_id"], f"{each['length']} {each['unit']}", each["counted_from"], each["citation"],
             PROVENANCE.get(each["provenance"], ""))
            for each in document["limits"]
        ], right=(1,))  # fmt: skip


def _paragraphs(console: PlainConsole, document: Document) -> None:
    console.print(f"The law: {document['citation']}")
    for each in document["provisions"]:
        _item(console, f"{each['paragraph']}: {each['plain_sentence'] or 'no sentence of ours stands for it.'}")
    console.print()


def _other_limits(console: PlainConsole, rows: list[Document]) -> None:
    if not rows:
        return
    console.print("Limits that it reads")
    _table(console, ("", "limit", "for", "reports received", "source"), [
        ("*" if each["is_in_force"] else "",
         f"{each['limit_id']}: {each['length']} {each['unit']}" if "limit_id" in each
         else f"{each['length']} {each['unit']}",
         each.get("response_type") or "recordings", days_in_words(each), PROVENANCE.get(each["provenance"], ""))
        for each in rows
    ])  # fmt: skip


def _table(
    console: PlainConsole, names: tuple[str, ...], rows: list[tuple[str, ...]], right: tuple[int, ...] = ()
) -> None:
    table = PlainTable(box=SIMPLE, pad_edge=False, show_edge=False)
    for number, name in enumerate(names):
        # A name is never broken, so that it can be copied.
        whole = name in ("rule", "metric", "verdict")
        table.add_column(name, overflow="fold", no_wrap=whole, justify="right" if number in right else "left")
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()


def _item(console: PlainConsole, text: str, indent: int = 2) -> None:
    """An indented paragraph, its further lines indented by `indent`."""
    lines = textwrap.wrap(text, console.width - 1, initial_indent="  ", subsequent_indent=" " * indent)
    console.print("\n".join(lines))


def _period(row: Document) -> str:
    return f"{row['period_label']}{'' if row['is_complete'] else ' so far'}"


def _count(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _share(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def _value(value: Any, unit: str) -> str:
    if value is None:
        return "not assessed"
    if unit == "share":
        return _share(float(value))
    return f"{value:,} {unit}" if isinstance(value, int) else f"{float(value):,.1f} {unit.replace('_', ' ')}"
