"""An invented state whose limits have other units and starts than any shipped state's, and whose texts are its own.

Priority I has 24 hours from receipt for an investigation and from acceptance for an assessment. Priority II has a month
from receipt for an investigation and a year from acceptance for an assessment.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

from other_state import OtherState

Row = dict[str, Any]

# For each limit and priority: its length, unit and start, for an investigation and for an assessment.
LIMITS = {
    ("initiation_days", "1"): (("24", "hours", "received_at"), ("24", "hours", "accepted_on")),
    ("initiation_days", "2"): (("1", "months", "received_on"), ("1", "years", "accepted_on")),
    ("set_date_min_days", "2"): (("36", "hours", "received_at"), ("2", "days", "accepted_on")),
    ("set_date_max_days", "2"): (("2", "months", "received_on"), ("2", "years", "accepted_on")),
    ("exception_days", "1"): (("48", "hours", "received_at"), ("3", "days", "received_on")),
}
# For each rule its limit and unit.
RULES = {
    "review_late_priority_1": ("1", "days"),
    "review_late_priority_2": ("6", "hours"),
    "review_not_prompt_priority_1": ("1", "months"),
    "preliminary_inquiry_over_23_hours": ("2", "days"),
    "county_office_not_immediate": ("1", "days"),
}
# What stands in this state's texts in place of the shipped state's law and names.
IN_PLACE = (
    (r"OAC 340:75-3-", "Law 7-"), (r"10A O\.S\. § ", "Law 8 § "),
    (r"\bITS\b", "Book"), (r"\bR\(", "Rule ("), (r"\bR\b", "Rule"), (r"Children's Division", "the agency"),
    (r"Office of Child Advocate", "Ward of Children"), (r"\bOCA\b", "Ward"),
    (r"Missouri|Oklahoma", "Kestrel"), (r"\bKIDS\b", "CASES"), (r"\bIMS\b", "FILES"),
)  # fmt: skip
NAMES = {
    "rule": "Law 7-130", "case_system": "CASES", "record_system": "FILES", "family_number": "CASES household number",
    "ombudsman": "Ward of Children",
}  # fmt: skip
UPDATED_AT = "2026-06-19T09:00:00"


def give_it_hours(state: OtherState) -> None:
    """Rewrite the seeds of the invented state: units, starts, names and texts."""
    for path in sorted(state.seeds.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            columns, rows = list(reader.fieldnames or []), [_row(path, row) for row in reader]
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _row(path: Path, row: dict[str, str]) -> dict[str, str]:
    said = {name: _own(value) for name, value in row.items()} if path.stem != "value_shapes" else row
    if path.stem == "response_limits":
        length, unit, start = LIMITS[row["limit_id"], row["priority"]][row["response_type"] == "assessment"]
        return {**said, "length": length, "unit": unit, "counted_from": start}
    if path.stem == "policy_rules" and row["rule_id"] in RULES:
        length, unit = RULES[row["rule_id"]]
        return {**said, "upper_limit": length, "limit_unit": unit}
    if path.stem == "recording_retention":
        return {**said, "length": "48", "unit": "hours"}
    if path.stem == "re_report_windows":
        length, unit = ("90", "days") if row["window_id"] == "within_6_months" else ("1", "years")
        return {**said, "length": length, "unit": unit}
    if path.stem == "names":
        return {**said, "name": NAMES[row["name_id"]]}
    return said


def _own(text: str) -> str:
    for pattern, instead in IN_PLACE:
        text = re.sub(pattern, instead, text)
    return text


def report(number: str, **values: Any) -> Row:
    """Return a Priority I investigation received on Monday, 11 May 2026, at nine in the morning of Auckland."""
    return {
        "referral_id": number, "received_at": "2026-05-11T09:00:00", "received_via": "hotline",
        "notified_county_fips": "99001", "kids_searched": "Y", "ims_searched": "Y", "screening_decision": "assigned",
        "screened_at": "2026-05-11T09:30:00", "accepted_at": "2026-05-11T10:00:00", "priority": "1",
        "response_type": "investigation", "updated_at": UPDATED_AT, **values,
    }  # fmt: skip


AN_ASSESSMENT = {"response_type": "assessment"}
PRIORITY_2 = {"priority": "2"}
EXCUSED = {"initiation_exception": "k-neutral_setting"}
# Clocks go back in Auckland at three in the morning of 5 April 2026, so that day has 25 hours.
BEFORE_THE_CHANGE = {
    "received_at": "2026-04-04T20:00:00", "screened_at": "2026-04-04T20:30:00", "accepted_at": "2026-04-04T21:00:00",
}  # fmt: skip
LATE_JANUARY = {
    "received_at": "2026-01-31T23:00:00", "screened_at": "2026-01-31T23:30:00", "accepted_at": "2026-02-01T01:00:00",
}  # fmt: skip
# Each report with its response status, the local time at which it is due, if it has one, and the date.
CLOCKS: list[tuple[Row, str, str | None, str | None]] = [
    (report("hour:24", initiated_at="2026-05-12T09:00:00"), "timely", "2026-05-12 09:00:00", "2026-05-12"),
    (report("hour:25", initiated_at="2026-05-12T09:00:01"), "late", "2026-05-12 09:00:00", "2026-05-12"),
    (
        report("back:24", **BEFORE_THE_CHANGE, initiated_at="2026-04-05T19:00:00"),
        "timely",
        "2026-04-05 19:00:00",
        "2026-04-05",
    ),
    (
        report("back:25", **BEFORE_THE_CHANGE, initiated_at="2026-04-05T19:00:01"),
        "late",
        "2026-04-05 19:00:00",
        "2026-04-05",
    ),
    (
        report("accepted:24", **AN_ASSESSMENT, initiated_at="2026-05-12T10:00:00"),
        "timely",
        "2026-05-12 10:00:00",
        "2026-05-12",
    ),
    (
        report("accepted:25", **AN_ASSESSMENT, initiated_at="2026-05-12T10:00:01"),
        "late",
        "2026-05-12 10:00:00",
        "2026-05-12",
    ),
    (report("accepted:never", **AN_ASSESSMENT, accepted_at=""), "not_evaluable", None, None),
    (report("open:24", received_at="2026-06-19T00:00:00"), "pending", "2026-06-20 00:00:00", "2026-06-20"),
    (report("open:25", received_at="2026-06-18T23:59:59"), "overdue", "2026-06-19 23:59:59", "2026-06-19"),
    (
        report("excused:48", **EXCUSED, initiated_at="2026-05-13T09:00:00"),
        "excepted",
        "2026-05-12 09:00:00",
        "2026-05-12",
    ),
    (report("excused:49", **EXCUSED, initiated_at="2026-05-13T09:00:01"), "late", "2026-05-12 09:00:00", "2026-05-12"),
    (
        report("excused:day3", **EXCUSED, **AN_ASSESSMENT, initiated_at="2026-05-14T23:59:59"),
        "excepted",
        "2026-05-12 10:00:00",
        "2026-05-12",
    ),
    (
        report("month:last", **PRIORITY_2, **LATE_JANUARY, initiated_at="2026-02-28T23:59:59"),
        "timely",
        None,
        "2026-02-28",
    ),
    (
        report("month:next", **PRIORITY_2, **LATE_JANUARY, initiated_at="2026-03-01T00:00:00"),
        "late",
        None,
        "2026-02-28",
    ),
    (
        report("set:36", **PRIORITY_2, response_due_on="2026-05-12", initiated_at="2026-05-12T23:00:00"),
        "timely",
        None,
        "2026-05-12",
    ),
    (
        report("set:35", **PRIORITY_2, response_due_on="2026-05-11", initiated_at="2026-05-12T23:00:00"),
        "timely",
        None,
        "2026-06-11",
    ),
    (
        report(
            "year:last",
            **PRIORITY_2,
            **AN_ASSESSMENT,
            received_at="2024-02-29T09:00:00",
            screened_at="2024-02-29T10:00:00",
            accepted_at="2024-02-29T10:00:00",
            initiated_at="2025-02-28T23:59:59",
        ),
        "timely",
        None,
        "2025-02-28",
    ),
]


def review(number: str, priority: str, requested: str, decided: str, received: str = "") -> Row:
    """Return a first-level review of the report hour:24; `received` is the time of needed information."""
    return {
        "review_id": f"review:{number}", "referral_id": "hour:24", "level": "1", "requested_at": requested,
        "priority_at_request": priority, "information_needed": "Y" if received else "N",
        "information_received_at": received, "decided_at": decided, "updated_at": UPDATED_AT,
    }  # fmt: skip


# Each review with its status, by limits of a day, a month and six hours.
REVIEWS = [
    (review("day-kept", "1", "2026-05-11T10:00:00", "2026-05-12T23:59:59"), "kept"),
    (review("day-late", "1", "2026-05-11T10:00:00", "2026-05-13T00:00:00"), "late"),
    (review("month-kept", "1", "2026-05-11T10:00:00", "2026-06-12T23:59:59", "2026-05-12T10:00:00"), "kept"),
    (review("month-late", "1", "2026-05-11T10:00:00", "2026-06-13T00:00:00", "2026-05-12T10:00:00"), "late"),
    (review("hours-kept", "2", "2026-05-11T10:00:00", "2026-05-11T16:00:00"), "kept"),
    (review("hours-late", "2", "2026-05-11T10:00:00", "2026-05-11T16:00:01"), "late"),
]


def inquiry(number: str, completed: str) -> Row:
    """Return an inquiry of the report hour:24, which has two days."""
    return {
        "inquiry_id": f"inquiry:{number}", "referral_id": "hour:24", "open_case_type": "icpc",
        "received_at": "2026-05-11T10:00:00", "completed_at": completed, "updated_at": UPDATED_AT,
    }  # fmt: skip


INQUIRIES = [
    (inquiry("days-kept", "2026-05-13T23:59:59"), "kept"), (inquiry("days-late", "2026-05-14T00:00:00"), "late"),
]  # fmt: skip


def recording(number: str, purged: str) -> Row:
    """Return a recording of the report hour:24, made with it and kept for 48 hours."""
    return {
        "recording_id": f"recording:{number}", "referral_id": "hour:24", "recorded_at": "2026-05-11T09:00:00",
        "purged_at": purged, "updated_at": UPDATED_AT,
    }  # fmt: skip


RECORDINGS = [
    (recording("hours-kept", "2026-05-13T09:00:00"), "purged"),
    (recording("hours-early", "2026-05-13T08:59:59"), "purged_early"),
]
# A family with an unsubstantiated report, and its next report 90 days after the finding.
FAMILY = [
    report("family:index", family_id="family:1", **BEFORE_THE_CHANGE, initiated_at="2026-04-04T22:00:00"),
    report("family:next", family_id="family:1", received_at="2026-06-15T09:00:00", accepted_at="2026-06-15T10:00:00"),
]
FINDING = {
    "allegation_id": "family:index#0", "referral_id": "family:index", "maltreatment_type": "k-neglect",
    "perpetrator_role": "k-prfc", "finding": "k-unsubstantiated", "found_on": "2026-03-17", "updated_at": UPDATED_AT,
}  # fmt: skip
PASSED_ON = [
    report("office:next-day", county_office_received_at="2026-05-10T00:00:00", initiated_at="2026-05-11T10:00:00"),
    report("office:two-days", county_office_received_at="2026-05-09T23:59:59", initiated_at="2026-05-11T10:00:00"),
]
COMPLAINT = {
    "complaint_id": "complaint:1", "received_at": "2026-06-01T00:30:00", "referral_id": "family:index",
    "county_fips": "99003", "concern": "k-conduct", "in_scope": "Y", "updated_at": UPDATED_AT,
}  # fmt: skip
EXTRACTS = {
    "referrals": [each for each, *_ in CLOCKS] + FAMILY + PASSED_ON,
    "allegations": [FINDING],
    "reviews": [each for each, _ in REVIEWS],
    "preliminary_inquiries": [each for each, _ in INQUIRIES],
    "recordings": [each for each, _ in RECORDINGS],
    "oca_complaints": [COMPLAINT],
}
