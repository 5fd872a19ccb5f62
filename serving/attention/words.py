"""Today's finding in words: sentences from rows of what waits, which say no more than the rows do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from serving import wording
from serving.figures import Place
from serving.performance.words import how


@dataclass(frozen=True)
class Kind:
    """A kind of waiting: its name, how a sentence says it, what it means, and the rules and metrics that cite its law.

    `limited` says whether some paragraph sets a time for it.
    """

    name: str
    phrase: str
    explanation: str
    cited_by: tuple[str, ...]
    limited: bool = True


# In the order in which a page names them: first what is overdue soonest.
KINDS = {
    "initiation": Kind(
        "Initiation",
        "for initiation",
        "Assigned reports whose assessment or investigation is not initiated. A report is overdue when its due date "
        "has passed, and excused where an exception of the instructions holds.",
        ("priority_1_late", "priority_2_late"),
    ),
    "inquiry": Kind(
        "Preliminary inquiry",
        "for the end of a preliminary inquiry",
        "Reports sent to a preliminary inquiry that runs or has not begun. They are overdue when the hours that an "
        "inquiry may take have passed.",
        ("preliminary_inquiry_over_23_hours",),
    ),
    "review": Kind(
        "Review",
        "for a decision on a dispute",
        "Reports that a district disputes and on which nobody has decided. A review that waits for more information "
        "has no limit.",
        ("review_late_priority_1", "review_late_priority_2"),
    ),
    "finding": Kind(
        "Finding",
        "for a finding",
        "Investigations of which an allegation has no finding. There is a limit only after completion, and its days "
        "are ours: the policy names none.",
        ("completed_without_finding", "investigations_awaiting_finding"),
    ),
    "screening": Kind(
        "Screening",
        "for screening",
        "Reports without a decision that stands. No paragraph sets a time for it, so no report is overdue for "
        "screening: its age shows what grows old.",
        ("calls_pending_screening",),
        limited=False,
    ),
    "recording": Kind(
        "Recording",
        "for the end of a recording's retention",
        "Reports whose recording need soon no longer be kept. That is a reason to look while the recording is there, "
        "and no lateness.",
        ("recording_purged_early",),
        limited=False,
    ),
}


def in_order(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows in the order of KINDS, as plain mappings."""
    found = {str(row["waits_for"]): row for row in rows.to_dict("records")} if not rows.empty else {}
    return [{str(name): cell for name, cell in found[kind].items()} for kind in KINDS if kind in found]


def finding(rows: pd.DataFrame, before: pd.DataFrame | None, place: Place) -> str:
    """Write the page's heading: how many reports are overdue for the first thing, and the change since `before`.

    A report may be overdue for two things, so the numbers of two kinds are never added.
    """
    limited = [row for row in in_order(rows) if KINDS[row["waits_for"]].limited]
    where = "" if place.geography_type == "state" else f" in {place.name}"
    if not limited or all(wording.is_missing(row["overdue"]) for row in limited):
        return f"What is overdue{where} is not known"
    first = next((row for row in limited if not wording.is_missing(row["overdue"]) and row["overdue"] > 0), None)
    if first is None:
        known = all(not wording.is_missing(row["overdue"]) for row in limited)
        return f"Nothing is overdue{where}" if known else f"Nothing that is known is overdue{where}"
    kind = KINDS[first["waits_for"]]
    number = int(first["overdue"])
    told = f"{number:,} {'report is' if number == 1 else 'reports are'} overdue {kind.phrase}{where}"
    change = _change(number, first["waits_for"], before)
    return f"{told}, {change} in the publication before" if change else told


def _change(number: int, kind: str, before: pd.DataFrame | None) -> str:
    if before is None:
        return ""
    then = {str(row["waits_for"]): row["overdue"] for row in before.to_dict("records")}.get(kind)
    if wording.is_missing(then):
        return ""
    difference = number - int(str(then))
    if difference == 0:
        return "as many as"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than"


def others(rows: pd.DataFrame) -> str:
    """Write what else waits: other things that are overdue, what has no limit, and what is not known."""
    found = in_order(rows)
    known = [row for row in found if not wording.is_missing(row["reports"])]
    late = [row for row in known if KINDS[row["waits_for"]].limited and row["overdue"] > 0][1:]
    parts = []
    if late:
        several = [f"{int(row['overdue']):,} {KINDS[row['waits_for']].phrase}" for row in late]
        parts.append(f"Also overdue: {_listed(several)}.")
    pending = next((row for row in known if row["waits_for"] == "screening" and row["reports"] > 0), None)
    if pending is not None:
        number = int(pending["reports"])
        verb = "report waits" if number == 1 else "reports wait"
        longest = int(pending["longest_days_waiting"])
        days = "1 day" if longest == 1 else f"{longest:,} days"
        parts.append(f"{number:,} {verb} for screening, for which no paragraph sets a time: the longest for {days}.")
    missing = [KINDS[row["waits_for"]].name.lower() for row in found if wording.is_missing(row["reports"])]
    if missing:
        parts.append(f"Not assessed, because a column was not delivered: {_listed(missing)}.")
    return " ".join(parts)


def law(kind: str, texts: Mapping[str, tuple[str, str]]) -> str:
    """Return the paragraphs behind a kind of waiting, each once; `texts` has the citation of each rule and metric."""
    cited = [part for each in KINDS[kind].cited_by if each in texts for part in texts[each][0].split("; ")]
    return "; ".join(dict.fromkeys(cited))


def signal(row: Mapping[Any, Any]) -> str:
    """Write a signal of a chart: the measure, where, its value and what the chart says of it."""
    return f"{row['label']}, {row['geography_name']}: {signal_alone(row)}"


def signal_alone(row: Mapping[Any, Any]) -> str:
    """Write a signal of a chart after the name of its measure and place."""
    return f"{wording.measure(row['value'], str(row['unit']))}, {how(row)}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
