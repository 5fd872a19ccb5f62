"""Extracts of a few dozen reports in every format, in two deliveries a week apart, with names never to be stored.

In: a folder. Out: files. The second delivery adds, changes and deletes rows, and has a row for quarantine and a full
file, so that every way of landing a row is taken.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from written_files import parquet, workbook, zst

PLANTED = ("Qzvornik", "Wexhollow", "405-555-0173", "17 Plimsoll Qay", "Ybarra Vexlund", "Zqcourt-8841")
FIRST, SECOND = "2024-11-10", "2024-11-17"
_REPORTS = 36
_COUNTIES = ("40109", "40143", "40027", "40031")

Rows = list[dict[str, str]]


def deliver_first(folder: Path) -> Path:
    """Write the first delivery of every extract."""
    _write(folder, f"referrals_{FIRST}.csv", [_report(each) for each in range(1, _REPORTS + 1)])
    _write(folder, f"allegations_{FIRST}.csv.gz", [_allegation(each) for each in range(1, _REPORTS + 1)])
    _write(folder, f"contacts_{FIRST}.csv.zst", [_contact(each) for each in range(1, _REPORTS + 1, 2)])
    _write(folder, f"recordings-full_{FIRST}.parquet", [_recording(each) for each in range(1, 9)])
    _write(folder, f"recording_disclosures_{FIRST}.csv", [_disclosure(each) for each in range(1, 4)])
    _write(folder, f"reviews_{FIRST}.xlsx", [_review(each) for each in range(1, 6)])
    _write(folder, f"preliminary_inquiries_{FIRST}.csv", [_inquiry(each) for each in range(1, 4)])
    _write(folder, f"oca_complaints_{FIRST}.csv", [_complaint(each) for each in range(1, 5)])
    _write(folder, f"calls_{FIRST}.csv.zst", [_call(each) for each in range(1, _REPORTS + 1)])
    return folder


def deliver_second(folder: Path) -> Path:
    """Write the second delivery: what a week has changed."""
    changed = [_report(each, priority="2", updated_at="2024-11-15T09:00:00") for each in range(3, 12)]
    new = [_report(each) for each in range(_REPORTS + 1, _REPORTS + 7)]
    gone = {"referral_id": "R14", "received_at": "", "updated_at": "2024-11-16T09:00:00", "deleted": "Y"}
    wrong = _report(90, priority="high", reporter_first_name=PLANTED[0])
    _write(folder, f"referrals_{SECOND}.csv", [*changed, *new, {**_report(14), **gone}, wrong])
    _write(folder, f"allegations_{SECOND}.xlsx", [_allegation(each, finding="ruled_out") for each in range(30, 43)])
    _write(folder, f"recordings-full_{SECOND}.csv", [_recording(each) for each in range(3, 12)])
    _write(folder, f"oca_complaints_{SECOND}.csv.gz", [_complaint(each) for each in range(4, 7)])
    _write(folder, f"calls_{SECOND}.csv", [_call(each) for each in range(30, 41)])
    return folder


def _day(number: int) -> str:
    return f"2024-{9 + number // 28:02}-{1 + number % 28:02}"


def _report(number: int, **values: str) -> dict[str, str]:
    assigned = number % 3 > 0
    return {
        "referral_id": f"R{number}", "received_at": f"{_day(number)}T08:15:00",
        "reporter_first_name": PLANTED[0] if number % 2 else "anonymous", "reporter_last_name": PLANTED[1],
        "reporter_phone": PLANTED[2], "reporter_address": PLANTED[3], "search_exception": f"{PLANTED[4]} was away",
        "family_id": f"K{number % 9}", "residence_county_fips": _COUNTIES[number % 4],
        "screening_decision": "assigned" if assigned else "screened_out",
        "screened_at": f"{_day(number)}T09:00:00", "screen_out_reason": "" if assigned else "not_abuse_or_neglect",
        "accepted_at": f"{_day(number)}T10:00:00" if assigned else "", "priority": "1" if assigned else "",
        "response_type": "investigation" if assigned else "",
        "initiated_at": f"{_day(number)}T18:00:00" if number % 3 == 1 else "",
        "updated_at": f"{_day(number)}T20:00:00", "deleted": "", **values,
    }  # fmt: skip


def _allegation(number: int, finding: str = "") -> dict[str, str]:
    return {
        "allegation_id": f"A{number}", "referral_id": f"R{number}", "child_id": f"C{number}", "child_age_years": "7",
        "maltreatment_type": "neglect", "perpetrator_role": "prfc", "finding": finding,
        "found_on": "2024-11-12" if finding else "",
        "updated_at": "2024-11-13T12:00:00" if finding else f"{_day(number)}T20:00:00",
    }  # fmt: skip


def _contact(number: int) -> dict[str, str]:
    return {
        "contact_id": f"V{number}", "referral_id": f"R{number}", "contacted_at": f"{_day(number)}T18:00:00",
        "contact_with": "alleged_victim", "contact_kind": "face_to_face", "completed": "Y",
        "updated_at": f"{_day(number)}T20:00:00",
    }  # fmt: skip


def _recording(number: int) -> dict[str, str]:
    at = f"{_day(number)}T08:15:00"
    return {"recording_id": f"T{number}", "referral_id": f"R{number}", "recorded_at": at, "updated_at": at}


def _disclosure(number: int) -> dict[str, str]:
    at = f"{_day(number + 9)}T11:00:00"
    return {
        "disclosure_id": f"D{number}", "recording_id": f"T{number}", "disclosed_at": at,
        "court_order_number": PLANTED[5], "updated_at": at,
    }  # fmt: skip


def _review(number: int) -> dict[str, str]:
    return {
        "review_id": f"W{number}", "referral_id": f"R{number}", "level": "1", "priority_at_request": "II",
        "requested_at": f"{_day(number)}T12:00:00", "updated_at": f"{_day(number)}T20:00:00",
    }  # fmt: skip


def _inquiry(number: int) -> dict[str, str]:
    at = f"{_day(number)}T13:00:00"
    return {"inquiry_id": f"P{number}", "referral_id": f"R{number}", "received_at": at, "updated_at": at}


def _complaint(number: int) -> dict[str, str]:
    at = f"{_day(number + 5)}T14:00:00"
    return {
        "complaint_id": f"O{number}", "received_at": at, "complainant_name": PLANTED[4],
        "complainant_contact": PLANTED[2], "referral_id": f"R{number}", "updated_at": at,
    }  # fmt: skip


def _call(number: int) -> dict[str, str]:
    answered = number % 4 > 0
    return {
        "call_id": f"L{number}", "offered_at": f"{_day(number)}T08:10:00", "line": "Main", "caller_number": PLANTED[2],
        "answered_at": f"{_day(number)}T08:10:30" if answered else "", "ended_at": f"{_day(number)}T08:15:00",
        "outcome": "answered" if answered else "abandoned", "referral_id": f"R{number}" if answered else "",
        "updated_at": f"{_day(number)}T08:20:00",
    }  # fmt: skip


def _write(folder: Path, name: str, rows: Sequence[dict[str, str]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content(name, rows))


def content(name: str, rows: Sequence[dict[str, str]]) -> bytes:
    """The bytes of an extract with these rows, in the format that the file's name says."""
    columns = list(rows[0])
    if name.endswith(".parquet"):
        return parquet(pd.DataFrame(list(rows), columns=columns))
    if name.endswith(".xlsx"):
        return workbook([list(columns), *([row[each] or None for each in columns] for row in rows)])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[each] for each in columns] for row in rows)
    text = out.getvalue().encode()
    if name.endswith(".gz"):
        return gzip.compress(text, mtime=0)
    return zst(text) if name.endswith(".zst") else text
