"""Awkward extracts from a seed, and their files: values on the edges of hours, days and limits, and many gaps."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from policy_reference.logic import Row, months_later

ZONE = ZoneInfo("America/Chicago")
# Half past midnight on the day after the clock went back: 23 hours before that lies in the repeated hour.
AS_OF = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
EXTRACTED = {
    "referrals": AS_OF,
    "allegations": AS_OF - timedelta(hours=30),
    "contacts": AS_OF,
    "reviews": AS_OF,
    "preliminary_inquiries": AS_OF - timedelta(hours=25),
    "recordings": AS_OF - timedelta(hours=20),
    "recording_disclosures": AS_OF,
    "oca_complaints": AS_OF,
    "calls": AS_OF,
}
# The first file holds only what existed by then.
FIRST = "referrals-0"
FIRST_DELIVERY = datetime(2025, 6, 1, 5, tzinfo=UTC)
# No inquiry was received before this day.
FIRST_INQUIRIES = datetime(2024, 2, 2, tzinfo=ZONE)
CENTRES = [
    date(2021, 7, 1), date(2021, 9, 14), date(2021, 9, 15), date(2021, 9, 16), date(2024, 2, 1), date(2024, 2, 2),
    date(2024, 2, 29), date(2025, 3, 8), date(2025, 3, 9), date(2025, 11, 1), date(2025, 11, 2), date(2025, 11, 3),
    date(2026, 3, 8), date(2026, 8, 3), date(2026, 10, 15), date(2026, 10, 22), date(2026, 10, 27), date(2026, 10, 30),
    date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 1),
]  # fmt: skip
TIMES = [
    time(0), time(0), time(0, 0, 1), time(0, 30), time(1, 30), time(1, 30, fold=1), time(2, 30), time(9, 15), time(13),
    time(22, 59, 59), time(23, 0), time(23, 59, 59), time(23, 59, 59),
]  # fmt: skip
SECONDS = [
    s + d for s in (0, 3600, 23 * 3600, 24 * 3600, -3600) for d in (-1, 0, 0, 1)
] + [600, 1800, 3600.5, 7200, -5]  # fmt: skip
DAYS = [-1, 0, 0, 1, 1, 2, 3, 4, 5, 5, 5, 6, 6, 9, 10, 10, 10, 11, 11, 14, 15, 16, 44, 45, 46]
COUNTIES = ["40109", "40027", "40017", "40143", "40001", "40153", "48001", "00000"]
DECISIONS = ["assigned"] * 9 + ["screened_out"] * 8 + ["information_and_referral"] * 4 + ["preliminary_inquiry"] * 3
REASONS = [
    "victim_adult", "tribal_jurisdiction", "third_party_perpetrator", "foster_discipline_policy_violation",
    "accidental_injury", "duplicate", "duplicate", "duplicate", "subsequent", "subsequent", "subsequent", "subsequent",
    "plan_of_safe_care", "safety_plan_alert", "not_abuse_or_neglect", "addressed_in_open_case",
]  # fmt: skip
REPORTERS = ["alleged_victim", "parent", "alleged_perpetrator", "medical", "court", "relative", "unknown"]
EXCEPTIONS = ["not_received_in_time", "neutral_setting", "location_barrier", "special_circumstance"]
CASES = ["none", "none", "permanency_planning", "family_centered_services"]
KINDS = [
    "physical_abuse", "neglect", "sexual_abuse", "sexual_abuse", "sexual_exploitation", "abandonment",
    "human_trafficking", "child_death", "near_death", "other",
]  # fmt: skip
ROLES = [
    "prfc", "foster_parent", "trial_adoptive_parent", "relative", "child_care_provider", "unrelated_third_party",
    "unknown", "adult_with_access", "safety_plan_monitor",
]  # fmt: skip
FINDINGS = ["substantiated", "unsubstantiated", "ruled_out"]
WITH = ["alleged_victim", "sibling", "prfc", "alleged_perpetrator", "reporter", "collateral", "law_enforcement"]
FLAGS = (
    "emergency_response", "kids_searched", "ims_searched", "judicial_report", "court_permits_screen_out",
    "unaccompanied_minor", "newborn_in_open_case", "newborn_bar_condition", "substance_affected_newborn",
    "drug_endangered_child", "deprived_petition", "tribal_jurisdiction_accepted", "possible_indian_child",
    "services_referred", "reporter_informed", "reporter_declined_identity", "existing_kk_case",
)  # fmt: skip


class Maker:
    """Draws extracts from a random seed."""

    def __init__(self, seed: int, reports: int) -> None:
        self.random, self.reports = random.Random(seed), reports
        self.rows: dict[str, list[Row]] = {name: [] for name in EXTRACTED}

    def some(self, values: Sequence[Any], missing: float = 0.2) -> Any:
        """Return one of some values, or nothing."""
        return None if self.random.random() < missing else self.random.choice(values)

    def at(self, day: date) -> datetime:
        """Return an instant of a local day, most often on an edge of the day."""
        moment = self.random.choice(TIMES)
        if self.random.random() < 0.15:
            moment = time(self.random.randrange(24), self.random.randrange(60), self.random.randrange(60))
        return datetime.combine(day, moment, ZONE).astimezone(UTC)

    def after(self, instant: datetime, extract: str = "referrals") -> datetime:
        """Return an instant some seconds, hours or days from another, never so late that the loader refuses it."""
        if self.random.random() < 0.5:
            found = instant + timedelta(seconds=self.random.choice(SECONDS))
        else:
            found = self.at(instant.astimezone(ZONE).date() + timedelta(days=self.random.choice(DAYS)))
        return min(found, EXTRACTED[extract] + timedelta(hours=23))

    def perhaps(self, instant: datetime | None, missing: float, extract: str = "referrals") -> datetime | None:
        """Return an instant near another, or nothing."""
        return None if instant is None or self.random.random() < missing else self.after(instant, extract)

    def make(self) -> dict[str, list[Row]]:
        """Return the rows of every extract: families of one to seven reports and all that belongs to them."""
        family = 0
        while len(self.rows["referrals"]) < self.reports:
            family += 1
            centre = self.random.choice(CENTRES)
            known = self.random.random() < 0.8
            last = self.at(centre)
            for _ in range(self.random.choice((1, 1, 2, 3, 4, 5, 7))):
                if self.random.random() < 0.4:
                    last = self.at(centre + timedelta(days=self.random.choice((0, 0, 1, 2, 30, 44, 45, 46, -45))))
                last = min(last, AS_OF + timedelta(hours=self.random.choice((0, 0, -23, 1))))
                self._report(f"F{family}" if known and self.random.random() < 0.9 else None, last)
        self.rows["oca_complaints"].append({"complaint_id": "C1", "received_at": AS_OF, "updated_at": AS_OF})
        # No rule reads a call.
        self.rows["calls"].append({
            "call_id": "L1", "offered_at": AS_OF, "caller_number": "405-555-0188", "updated_at": AS_OF,
        })  # fmt: skip
        self._orphans()
        return self.rows

    def _report(self, family: str | None, received_at: datetime) -> None:
        number = len(self.rows["referrals"]) + 1
        key, earlier = f"R{number:05}", self.rows["referrals"]
        decision = self.some(DECISIONS, 0.06)
        if self.random.random() < 0.08:
            received_at = AS_OF - timedelta(hours=23, seconds=self.random.choice((-1, 0, 1)))
        elif self.random.random() < 0.02:
            received_at = EXTRACTED["recordings"]
        elif earlier and self.random.random() < 0.2:
            ends = earlier[-1][self.random.choice(("accepted_at", "completed_at"))]
            later = timedelta(days=self.random.choice((0, 0, 45, 46)))
            received_at = min(ends + later if ends else received_at, AS_OF)
            decision = self.some(["information_and_referral", decision, decision], 0.06)
        accepted_at = self.perhaps(received_at, 0.2)
        if accepted_at and earlier and self.random.random() < 0.15 and earlier[-1]["accepted_at"]:
            accepted_at = earlier[-1]["accepted_at"]
        limit = (accepted_at or received_at).astimezone(ZONE).date()
        associated: Any = self.some([key, "R99999", *[each["referral_id"] for each in earlier[-4:]] * 2], 0.25)
        if self.random.random() < 0.15:
            associated = f"R{number + 1:05}"
        counties = [self.some(COUNTIES, 0.12) for _ in range(5)]
        if self.random.random() < 0.5:
            counties[self.random.randrange(5)] = counties[self.random.choice((0, 1, 2, 2))]
        row: Row = {
            "referral_id": key, "received_at": received_at, "family_id": family,
            "received_via": self.some(["hotline", "hotline", "county_office", "online"]),
            "county_office_received_at": None if self.random.random() < 0.6 else received_at - timedelta(
                seconds=self.random.choice((0, 3599, 3600, 3601, 7200, -10, 3600.001))),
            "reporter_type": self.some(REPORTERS), "reporter_last_name": self.some(["Doe", "anonymous"]),
            "residence_county_fips": counties[0], "located_county_fips": counties[1],
            "notified_county_fips": counties[2], "mother_county_fips": counties[3],
            "jurisdiction_county_fips": counties[4],
            "district_notified_at": self.perhaps(received_at, 0.4),
            "search_exception": self.some(["KIDS down"], 0.8),
            "screening_decision": decision, "screened_at": self.perhaps(received_at, 0.15),
            "screen_out_reason": self.some(REASONS, 0.12), "associated_referral_id": associated,
            "accepted_at": accepted_at, "priority": self.some([1, 2, 2], 0.08),
            "response_type": self.some(["assessment", "investigation"], 0.08),
            "response_due_on": None if self.random.random() < 0.5 else limit + timedelta(
                days=self.random.choice((-1, 0, 1, 1, 2, 2, 3, 5, 9, 10, 11, 14, 15, 16))),
            "initiated_at": self.perhaps(accepted_at or received_at, 0.3),
            "initiation_exception": self.some(EXCEPTIONS, 0.6), "completed_at": self.perhaps(accepted_at, 0.65),
            "open_case_type": self.some(CASES, 0.4), "prior_accepted_reports": self.some([0, 1, 2, 3, 4], 0.5),
            **{flag: self.some([True, True, False], 0.25) for flag in FLAGS},
            "updated_at": AS_OF - timedelta(days=2), "deleted": self.some([True], 0.97),
        }  # fmt: skip
        earlier.append(row)
        self._children(key, row)

    def _many(self, chance: float) -> range:
        return range(self.random.choice((1, 1, 2, 3)) if self.random.random() < chance else 0)

    def _add(self, extract: str, prefix: str, row: Row) -> str:
        """Add a row under a random key, so that the order of keys follows nothing else."""
        key = f"{prefix}{self.random.randrange(10**9):09}{len(self.rows[extract])}"
        names = {
            "allegations": "allegation_id", "contacts": "contact_id", "reviews": "review_id",
            "preliminary_inquiries": "inquiry_id", "recordings": "recording_id",
            "recording_disclosures": "disclosure_id",
        }  # fmt: skip
        late = EXTRACTED[extract] - timedelta(days=1)
        self.rows[extract].append({names[extract]: key, **row, "updated_at": late, "deleted": self.some([True], 0.97)})
        return key

    def _children(self, report: str, row: Row) -> None:
        received_at: datetime = row["received_at"]
        decided = row["screening_decision"]
        foster = row["screen_out_reason"] == "foster_discipline_policy_violation" and self.random.random() < 0.5
        ages = [5, 6, 6, 6, 17] if foster else [0, 4, 5, 5, 6, 17, 18, 19]
        if row["screen_out_reason"] == "victim_adult":
            ages = [17, 18, 18, 19]
        for _ in self._many(0.6 if received_at.year > 2021 else 0.05):
            kind = self.some(KINDS, 0.1)
            self._add("allegations", "A", {
                "referral_id": report, "child_id": self.some(["K1", "K2", "K3", "K4"], 0.1),
                "child_age_years": self.some(ages, 0.25),
                "maltreatment_type": kind,
                "perpetrator_role": self.some(ROLES[:3] if foster else ROLES, 0.12),
                **self._found(received_at, kind),
                "child_disability": self.some([True, False, False]),
                "child_limited_communication": self.some([True, False, False]),
            })  # fmt: skip
        for _ in self._many(0.4):
            near = self.random.choice([received_at, row["screened_at"] or received_at])
            edge = near + timedelta(seconds=self.random.choice((-1, 0, 1)))
            self._add("contacts", "T", {
                "referral_id": report, "contacted_at": edge if self.random.random() < 0.5 else self.after(near),
                "contact_with": self.some(WITH, 0.15),
                "contact_kind": self.some(["face_to_face", "phone", "home_attempt", "other"], 0.15),
                "completed": self.some([True, True, False], 0.15),
            })  # fmt: skip
        for _ in self._many(0.25):
            requested_at = self.after(received_at)
            if self.random.random() < 0.1:
                requested_at = AS_OF - timedelta(seconds=self.random.choice((3599, 3600, 3601)))
            information_at = self.perhaps(requested_at, 0.3)
            start = self.random.choice([requested_at, information_at or requested_at])
            self._add("reviews", "V", {
                "referral_id": report, "level": self.some([1, 1, 1, 1, 2], 0.05), "requested_at": requested_at,
                "priority_at_request": self.some([1, 1, 2], 0.12), "information_needed": self.some([True, False], 0.12),
                "information_received_at": information_at, "decided_at": self.perhaps(start, 0.25),
                # In turn, and not drawn: a draw more would change all that is drawn after it.
                "outcome": (None, "screen_out", "remain_assigned")[len(self.rows["reviews"]) % 3],
            })  # fmt: skip
        self._inquiries(report, received_at, 0.8 if decided == "preliminary_inquiry" else 0.06)
        if received_at.year > 2021 or self.random.random() < 0.3:
            self._recordings(report, received_at)

    def _found(self, received_at: datetime, kind: str | None) -> Row:
        """Return a finding and its day: near the report, or on an edge of two years before it."""
        on = received_at.astimezone(ZONE).date()
        day = self.random.choice((on, on, months_later(on, -24))) + timedelta(days=self.random.choice((-1, 0, 1, 30)))
        findings = [*FINDINGS, *["substantiated"] * 6] if kind in ("sexual_abuse", "sexual_exploitation") else FINDINGS
        return {"finding": self.some(findings, 0.5), "found_on": self.some([day], 0.15)}

    def _inquiries(self, report: str, received_at: datetime, chance: float) -> None:
        same = self.after(received_at, "preliminary_inquiries")
        for _ in self._many(chance):
            heard_at = same if self.random.random() < 0.5 else self.after(same, "preliminary_inquiries")
            self._add("preliminary_inquiries", "I", {
                "referral_id": report, "received_at": max(heard_at, FIRST_INQUIRIES),
                "open_case_type": self.some(CASES, 0.4),
                "completed_at": self.perhaps(received_at, 0.25, "preliminary_inquiries"),
                "outcome": self.some(["accidental_injury", "assign_investigation"], 0.15),
                "medical_exam_required": self.some([True, True, False]), "medical_exam_done": self.some([True, False]),
            })  # fmt: skip

    def _recordings(self, report: str, received_at: datetime) -> None:
        for _ in self._many(0.6):
            recorded_at = received_at if self.random.random() < 0.5 else self.after(received_at, "recordings")
            if self.random.random() < 0.1:
                recorded_at = self.at(date(2024, 2, 29))
            on = recorded_at.astimezone(ZONE).date()
            ends = [on + timedelta(days=n) for n in (89, 90, 91, 364, 365, 366, 366, 30)]
            purged_at = min(self.at(self.random.choice(ends)), EXTRACTED["recordings"])
            key = self._add("recordings", "G", {
                "referral_id": report, "recorded_at": min(recorded_at, EXTRACTED["recordings"]),
                "purged_at": purged_at if self.random.random() < 0.5 else None,
            })  # fmt: skip
            for _ in self._many(0.4):
                self._add("recording_disclosures", "D", {
                    "recording_id": key, "disclosed_at": self.after(recorded_at),
                    "court_order_number": self.some(["CJ-1", "JD-2"]), "reporter_redacted": self.some([True, False]),
                    "court_ordered_unredacted": self.some([True, False], 0.4),
                })  # fmt: skip

    def _orphans(self) -> None:
        """Add rows of unknown reports and recordings, older than all others."""
        long_ago = self.at(date(2019, 5, 1))
        self._add("contacts", "T", {"referral_id": "R0", "contacted_at": long_ago})
        self._add("preliminary_inquiries", "I", {"referral_id": "R0", "received_at": long_ago})
        self._add("recordings", "G", {"referral_id": "R0", "recorded_at": long_ago})
        self._add("recording_disclosures", "D", {"recording_id": "G0", "disclosed_at": long_ago})
        self._add("allegations", "A", {"referral_id": "R0", "maltreatment_type": "child_death"})


def fill(rows: dict[str, list[Row]], columns: dict[str, list[str]]) -> dict[str, list[Row]]:
    """Give every row every column of its contract."""
    return {
        name: [{column: row.get(column) for column in columns[name]} for row in found] for name, found in rows.items()
    }


def write(rows: dict[str, list[Row]], folder: Path, seed: int = 1) -> None:
    """Write one file per extract; a further file of one is named extract-number. Values are spelt in various ways."""
    chance = random.Random(seed)
    manifest = []
    for name, found in rows.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows({column: _text(value, column, chance) for column, value in row.items()} for row in found)
        extracted_at = FIRST_DELIVERY if name == FIRST else EXTRACTED[name.partition("-")[0]]
        manifest.append({"file": path.name, "rows": len(found), "extracted_at": extracted_at.isoformat()})
    (folder / "manifest.json").write_text(json.dumps({"files": manifest}))


def _text(value: Any, column: str, chance: random.Random) -> str:
    if value is None:
        return chance.choice(("", "", " "))
    if isinstance(value, bool):
        return chance.choice(("Y", "yes", "TRUE", "t", "1") if value else ("N", "no", "FALSE", "f", "0"))
    if isinstance(value, datetime):
        return value.astimezone(chance.choice((UTC, ZONE))).isoformat()
    if column.startswith("priority"):
        return chance.choice((str(value), "I" * value))
    return str(value)
