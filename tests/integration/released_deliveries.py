"""The deliveries of the stored landing files: three days of extracts, of which a stored file holds the first two.

`released_landing/version_<n>.duckdb.xz` is the landing file of schema version n after `hotline run` on the first day
and on the second. To store the file of a version, deliver the two days with the program of that version in the
environment of `SETTINGS`, and compress `landing.duckdb`. The third day is for the program that takes such a file over.
"""

from __future__ import annotations

import lzma
from pathlib import Path

STORED = Path(__file__).parent / "released_landing"
FIRST, SECOND, THIRD = "2026-11-20", "2026-11-21", "2026-11-22"
# Small deliveries are held, and quarantine three rows at most.
SETTINGS = {"HOTLINE_MAX_QUARANTINED_ROWS": "3", "HOTLINE_MEMORY_LIMIT": "1GB"}

_REPORTS = (
    "referral_id,received_at,received_via,reporter_last_name,reporter_phone,family_id,notified_county_fips,"
    "screening_decision,screened_at,screen_out_reason,accepted_at,priority,response_type,initiated_at,completed_at,"
    "prior_accepted_reports,updated_at\n"
)
_COMPLAINTS = "complaint_id,received_at,complainant_name,referral_id,concern,in_scope,closed_at,updated_at\n"
_ALLEGATIONS = (
    "allegation_id,referral_id,child_id,child_age_years,maltreatment_type,finding,found_on,updated_at,deleted\n"
)


def write_day(day: str, folder: Path) -> Path:
    """Write a day's extracts into a folder of its own under `folder`, and return it."""
    made = folder / day
    made.mkdir(parents=True)
    for name, text in {FIRST: _first, SECOND: _second, THIRD: _third}[day]().items():
        (made / name).write_text(text, encoding="utf-8")
    return made


def stored_landing(version: int, target: Path) -> Path:
    """Put the stored landing file of a schema version at `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(lzma.decompress((STORED / f"version_{version}.duckdb.xz").read_bytes()))
    target.chmod(0o600)
    return target


def _report(number: int, day: str, *, decision: str = "assigned", priority: str = "1", updated: str = "") -> str:
    accepted = f"{day}T09:30" if decision == "assigned" else ""
    reason = "not_abuse_or_neglect" if decision == "screened_out" else ""
    completed = f"{day}T18:00" if decision == "assigned" and number % 4 == 0 else ""
    return (
        f"R{number},{day}T0{number % 8}:15,hotline,{'Doe' if number % 3 else ''},,F{number % 5},40109,{decision},"
        f"{day}T09:00,{reason},{accepted},{priority if accepted else ''},{'investigation' if accepted else ''},"
        f"{f'{day}T12:00' if accepted else ''},{completed},{number % 3},{updated or f'{day}T20:00'}\n"
    )


def _allegation(number: int, finding: str = "", deleted: str = "") -> str:
    found = FIRST if finding else ""
    return f"A{number},R{number},C{number},{number % 17},neglect,{finding},{found},2026-11-20T20:00,{deleted}\n"


def _first() -> dict[str, str]:
    decisions = ("assigned", "assigned", "screened_out", "assigned", "information_and_referral")
    reports = [_report(at, "2026-11-18", decision=decisions[at % 5]) for at in range(1, 31)]
    return {
        "referrals-full_2026-11-20.csv": _REPORTS + "".join(reports),
        "allegations_2026-11-20.csv": _ALLEGATIONS
        + "".join(_allegation(at, "unsubstantiated" if at % 2 else "") for at in range(1, 31)),
        "oca_complaints_2026-11-20.csv": _COMPLAINTS
        + f"K1,{FIRST}T08:00,,R4,,true,,{FIRST}T08:00\nK2,{FIRST}T09:00,Roe,,,false,,{FIRST}T09:00\n",
        # Refused: a column is missing, and no extract has the name.
        "contacts_2026-11-20.csv": "contact_id\nC1\n",
        "visits_2026-11-20.csv": "visit_id\nV1\n",
        # Rows for quarantine: with a key, with a key that looks like none, and without one.
        "reviews_2026-11-20.csv": "review_id,referral_id,requested_at,updated_at\n"
        f"W1,R1,{FIRST}T10:00,{FIRST}T10:00\nW2,R2,yesterday,{FIRST}T10:00\n"
        f"Jane Roe,R3,yesterday,{FIRST}T10:00\n,R4,{FIRST}T10:00,{FIRST}T10:00\n",
    }


def _second() -> dict[str, str]:
    first = _first()
    decisions = ("assigned", "screened_out", "screened_out", "assigned", "information_and_referral")
    # Of 30 reports, two are gone, some are as they were, some have changed, and one is new.
    kept = [
        _report(at, "2026-11-18", decision=decisions[at % 5], updated=f"{SECOND}T20:00")
        if at % 3
        else _report(at, "2026-11-18", decision=("assigned", "assigned", "screened_out", "assigned",
                                                 "information_and_referral")[at % 5])
        for at in range(1, 29)
    ]  # fmt: skip
    late = _report(40, "2026-11-19").replace(",Doe,", ",Zoë,")
    return {
        "referrals-full_2026-11-21.csv": _REPORTS + "".join(kept) + _report(31, "2026-11-20"),
        # The same delivery as the day before.
        "allegations_2026-11-20.csv": first["allegations_2026-11-20.csv"],
        "allegations_2026-11-21.csv": _ALLEGATIONS + _allegation(2, "ruled_out") + _allegation(3, deleted="true"),
        # A late file: older than the full file, which lacks its report.
        "referrals_2026-11-19.csv": _REPORTS + late,
        # Neither has updated_at or a time in its name.
        "preliminary_inquiries.csv": "inquiry_id,referral_id,received_at\nI1,R1,2026-11-18T10:00\n",
        "recordings.csv": "recording_id,referral_id,recorded_at\nG1,R2,2026-11-18T10:00\n",
        # Held: four of its rows can't be right.
        "contacts_2026-11-21.csv": "contact_id,referral_id,contacted_at,updated_at\n"
        + "".join(f"C{at},R{at},never,{SECOND}T10:00\n" for at in range(1, 5)),
        "reviews_2026-11-21.csv": "review_id,referral_id,requested_at,updated_at\n"
        f"W3,R3,{SECOND}T10:00,{SECOND}T10:00\n,R4,,{SECOND}T10:00\n",
        "oca_complaints_2026-11-21.csv": _COMPLAINTS + f"K1,{FIRST}T08:00,,R4,,true,{SECOND}T08:00,{SECOND}T08:00\n",
    }


def _third() -> dict[str, str]:
    second = _second()
    lines = second["referrals-full_2026-11-21.csv"].splitlines(keepends=True)
    # All reports of the second day but three, of which one comes back below in another state.
    return {
        "referrals-full_2026-11-22.csv": "".join(lines[:-4]) + _report(31, "2026-11-20"),
        "referrals_2026-11-22.csv": _REPORTS
        + _report(27, "2026-11-18", decision="screened_out", updated=f"{THIRD}T20:00")
        # The row of the first day once more: it is older than its deletion.
        + _report(30, "2026-11-18", decision="information_and_referral"),
        "allegations_2026-11-22.csv": _ALLEGATIONS + _allegation(2, "ruled_out") + _allegation(3),
        "oca_complaints_2026-11-21.csv": second["oca_complaints_2026-11-21.csv"],
        "reviews_2026-11-22.csv": "review_id,referral_id,requested_at,updated_at\n"
        f"W1,R1,{FIRST}T10:00,{FIRST}T10:00\nJane Roe,R3,yesterday,{FIRST}T10:00\n",
    }
